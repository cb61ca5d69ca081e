using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>The answer to <c>GET /v1/transfers/{id}/history</c>.</summary>
/// <param name="Items">The events, the oldest first.</param>
/// <param name="Next">Give it as <c>after</c> to get the page after this one; null on the last.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryEvent> Items, long? Next);

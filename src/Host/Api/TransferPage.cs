using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>The answer to <c>GET /v1/transfers</c>: in the order asked for.</summary>
/// <param name="Items">The transfers.</param>
/// <param name="Next">Give it as <c>cursor</c> to get the page after this one; null on the last.</param>
internal sealed record TransferPage(IReadOnlyList<TransferView> Items, string? Next);

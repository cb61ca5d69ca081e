using Orchestrator.Actors.Roads;

namespace Orchestrator.Host.Api;

/// <summary>The body of <c>POST /v1/transfers</c>.</summary>
/// <param name="Path">The file, an absolute path on the daemon's machine.</param>
/// <param name="Peer">The receiver's JID.</param>
/// <param name="Account">The account that sends; needed when more than one is configured.</param>
/// <param name="Description">Free text that goes with the offer.</param>
/// <param name="Priority">-100 to 100; who waits for a slot with a higher one goes first.</param>
/// <param name="Deadline">When it gives up; after the configured time when absent.</param>
/// <param name="MaxRate">Bytes per second; the configured limit when absent.</param>
/// <param name="Roads">Which roads it may take; as the account when absent.</param>
internal sealed record SubmitRequest(
    string Path,
    string Peer,
    string? Account = null,
    string? Description = null,
    int? Priority = null,
    DateTimeOffset? Deadline = null,
    long? MaxRate = null,
    RoadPolicy? Roads = null);

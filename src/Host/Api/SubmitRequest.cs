namespace Orchestrator.Host.Api;

/// <summary>The body of <c>POST /v1/transfers</c>.</summary>
/// <param name="Path">The file, an absolute path on the daemon's machine.</param>
/// <param name="Peer">The receiver's JID.</param>
/// <param name="Account">The account that sends; needed when more than one is configured.</param>
/// <param name="Description">Free text that goes with the offer.</param>
internal sealed record SubmitRequest(string Path, string Peer, string? Account = null, string? Description = null);

using Orchestrator.Streams.Http;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Negotiation;

/// <summary>What one session that fetches from a URL is about.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Url">Where the file is.</param>
/// <param name="Sender">Who named the URL.</param>
/// <param name="Size">The file's size, in bytes.</param>
/// <param name="Offset">The first byte that is not there yet.</param>
/// <param name="Validator">What tells the file, of which the bytes before it are, from a later one; null: its hash will.</param>
/// <param name="SenderConfirms">The sender is an Orchestrator: it offers another URL when this one is gone.</param>
/// <param name="Fetcher">Fetches.</param>
public sealed record FetchPlan(
    int Session, Uri Url, Jid Sender, long Size, long Offset, string? Validator, bool SenderConfirms, HttpFetcher Fetcher);

using System.Collections.Concurrent;
using System.Xml.Linq;
using Orchestrator.Streams.InBand;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.InBand;

namespace Orchestrator.Actors.Accounts;

/// <summary>
/// The in-band bytestreams (XEP-0047) of one account. Blocks go from the XMPP client to the stream and back without passing
/// an actor: control goes by message, bytes do not. Thread-safe.
/// </summary>
internal sealed class InBandStreams(TimeProvider time, TimeSpan ackTimeout)
{
    // As base64 in a stanza, with room for long addresses, it stays below 64 KiB, the smallest limit of a stanza that is common.
    private const int PreferredBlockSize = 48_000;
    private const int SmallestBlockSize = 1024;

    private readonly ConcurrentDictionary<(Jid Peer, string Sid), InBandStream> _streams = [];

    /// <summary>Opens a stream, with smaller blocks if the peer wants them.</summary>
    /// <exception cref="StanzaErrorException">The peer does not want it.</exception>
    /// <exception cref="XmppException">No answer.</exception>
    public async Task<Stream> OpenAsync(XmppClient client, Jid own, Jid peer, string sid, TimeSpan timeout)
    {
        for (var blockSize = PreferredBlockSize; ; blockSize /= 2)
        {
            try
            {
                await client.RequestAsync(peer, IqType.Set, new IbbOpen(sid, blockSize).ToXml(), timeout, own);
                return Add(client, own, peer, sid, blockSize);
            }
            catch (StanzaErrorException e) when (e.Error is { Condition: "resource-constraint", Type: StanzaErrorType.Modify } && blockSize > SmallestBlockSize)
            {
                // Once more with half of it.
            }
        }
    }

    /// <summary>The stream that a peer opens; it can take blocks at once.</summary>
    public Stream Add(XmppClient client, Jid own, Jid peer, string sid, int blockSize)
    {
        var stream = new InBandStream(
            blockSize,
            InBandWindow.Adaptive(),
            (seq, bytes, cancellation) => AskAsync(client, own, peer, new IbbData(sid, seq, bytes).ToXml(), cancellation),
            cancellation => AskAsync(client, own, peer, new IbbClose(sid).ToXml(), cancellation),
            time,
            ackTimeout);
        _streams[(peer, sid)] = stream;
        stream.Completion.ContinueWith(_ => _streams.TryRemove(KeyValuePair.Create((peer, sid), stream)), TaskScheduler.Default);
        return stream;
    }

    /// <summary>Takes a block or a close; null: neither of them.</summary>
    public Task<IqAnswer>? Take(IqRequest iq, CancellationToken cancellation) =>
        iq.Type != IqType.Set ? null
        : iq.Payload.Name == IbbData.ElementName ? TakeBlockAsync(iq.From, iq.Payload, cancellation)
        : iq.Payload.Name == IbbClose.ElementName ? TakeCloseAsync(iq.From, iq.Payload)
        : null;

    /// <summary>Takes a block that came in a message (XEP-0047 §4): it is not answered, so a sender cannot be held back.</summary>
    public void Take(Jid from, XElement message, CancellationToken cancellation)
    {
        if (message.Element(IbbData.ElementName) is { } data)
            _ = TakeBlockAsync(from, data, cancellation);
    }

    private async Task<IqAnswer> TakeBlockAsync(Jid from, XElement payload, CancellationToken cancellation)
    {
        try
        {
            var data = IbbData.Parse(payload);
            if (!_streams.TryGetValue((from, data.Sid), out var stream))
                return IqAnswer.Error(StanzaError.ItemNotFound("no such in-band bytestream"));
            return await stream.AcceptAsync(data.Seq, data.Data, cancellation) switch
            {
                InBandVerdict.Accepted => IqAnswer.Result(),
                InBandVerdict.TooLarge => IqAnswer.Error(StanzaError.BadRequest("the block is larger than agreed")),
                InBandVerdict.Overrun => IqAnswer.Error(StanzaError.ResourceConstraint("wait for the answers")),
                InBandVerdict.Gap => IqAnswer.Error(StanzaError.UnexpectedRequest("a block before it is missing") with { Type = StanzaErrorType.Cancel }),
                InBandVerdict.Closed => IqAnswer.Error(StanzaError.ItemNotFound("the in-band bytestream is closed")),
                _ => IqAnswer.Error(IbbErrors.RepeatedBlock(data.Seq)),
            };
        }
        catch (StanzaErrorException e)
        {
            return IqAnswer.Error(e.Error);
        }
    }

    private async Task<IqAnswer> TakeCloseAsync(Jid from, XElement payload)
    {
        try
        {
            var close = IbbClose.Parse(payload);
            if (!_streams.TryGetValue((from, close.Sid), out var stream))
                return IqAnswer.Error(StanzaError.ItemNotFound("no such in-band bytestream"));
            await stream.PeerClosedAsync();
            return IqAnswer.Result();
        }
        catch (StanzaErrorException e)
        {
            return IqAnswer.Error(e.Error);
        }
    }

    // The stream bounds the time itself: on a slow link a block may wait for those before it longer than for its own answer.
    private static async Task AskAsync(XmppClient client, Jid own, Jid peer, XElement payload, CancellationToken cancellation)
    {
        try
        {
            await client.RequestAsync(peer, IqType.Set, payload, Timeout.InfiniteTimeSpan, own, cancellation);
        }
        catch (StanzaErrorException e)
        {
            throw new InBandException(Meaning(e.Error), e.Error.ToString(), e);
        }
        catch (XmppException e)
        {
            throw new InBandException(InBandError.Gone, e.Message, e);
        }
    }

    // XEP-0047 §2.2
    private static InBandError Meaning(StanzaError error) => error switch
    {
        { Condition: "unexpected-request" } => InBandError.Repeated,
        { Condition: "recipient-unavailable" or "remote-server-timeout" } or { Type: StanzaErrorType.Wait } => InBandError.Wait,
        { Condition: "resource-constraint" or "policy-violation" or "not-acceptable" } => InBandError.TooLarge,
        { Condition: "item-not-found" or "service-unavailable" } => InBandError.Gone,
        _ => InBandError.Refused,
    };
}

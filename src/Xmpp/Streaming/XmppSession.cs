using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// What belongs to one bound resource and outlives a connection when the server resumes it (XEP-0198): the JID, our open
/// requests, what is to be sent, and the counts of both sides.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and wait handle holds nothing to dispose.")]
internal sealed class XmppSession(Jid jid)
{
    private readonly CancellationTokenSource _ended = new();
    private uint _handled;

    /// <summary>Our full JID, or the component's.</summary>
    public Jid Jid { get; } = jid;

    /// <summary>Our requests without answer.</summary>
    public PendingRequests Requests { get; } = new(jid);

    /// <summary>What is to be sent.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>The server's name for the session; null if it cannot be resumed.</summary>
    public string? ResumeId { get; set; }

    /// <summary>Stanzas that came while the session was set up.</summary>
    public Queue<XElement> Early { get; } = new();

    /// <summary>The server's stanzas that were handled, modulo 2^32.</summary>
    public uint Handled => Volatile.Read(ref _handled);

    /// <summary>Set when the session is over and nobody wants its answers any more.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>One more stanza is handled.</summary>
    public void Count() => Volatile.Write(ref _handled, unchecked(_handled + 1));

    /// <summary>Queues a stanza of our own, or an answer, for the wire.</summary>
    /// <exception cref="ArgumentException">It cannot be written as XML.</exception>
    /// <exception cref="XmppException">The session is over.</exception>
    public async ValueTask SendAsync(XElement stanza, bool isAnswer, CancellationToken cancellation)
    {
        var text = XmlStreamWriter.Encode(stanza);
        try
        {
            if (isAnswer)
                await Outbox.AnswerAsync(text, cancellation).ConfigureAwait(false);
            else
                await Outbox.SendAsync(text, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new XmppException(XmppErrorKind.Disconnected, "The session with the server is over.", inner: e);
        }
    }

    /// <summary>Ends it for good: open requests fail, queued stanzas are dropped.</summary>
    public void End(XmppException reason)
    {
        ResumeId = null;
        Outbox.Complete();
        Requests.Fail(reason);
        _ended.Cancel();
    }
}

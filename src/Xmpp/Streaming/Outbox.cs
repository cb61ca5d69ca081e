using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// What waits to be sent, and what was sent and is not yet acknowledged (XEP-0198). One loop writes, whole stanzas only;
/// it outlives a connection, so that a resumed session goes on where it was.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose.")]
internal sealed class Outbox
{
    /// <summary>Stanzas of our own that may be on their way, acknowledged ones not counted; then their senders wait.</summary>
    public const int Window = 512;

    /// <summary>Stanzas, answers included, that the server may owe an acknowledgement for; then it is broken.</summary>
    public const int MaxUnacknowledged = 10_000;

    private const int Capacity = 256;
    private const int AskEvery = 8;
    private const int BatchBytes = 32 * 1024;

    private static readonly byte[] _request = XmlStreamWriter.Encode(new XElement(Ns.StreamManagement + "r"));

    private readonly Channel<Outgoing> _queue = Channel.CreateBounded<Outgoing>(Capacity);
    private readonly Queue<Outgoing> _unacknowledged = new();
    private readonly SemaphoreSlim _window = new(Window);
    private readonly Lock _lock = new();
    private uint _acknowledged;
    private int _sinceAsked;
    private bool _counts;
    private volatile bool _owesAnswer;

    private readonly record struct Outgoing(byte[]? Text, bool IsPaced);

    /// <summary>From now on stanzas are counted and kept until the server acknowledges them.</summary>
    public void StartCounting() => _counts = true;

    /// <summary>Queues a stanza of our own; waits while too many are on their way.</summary>
    /// <exception cref="ChannelClosedException">The session is over.</exception>
    public async ValueTask SendAsync(byte[] stanza, CancellationToken cancellation)
    {
        await _window.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _queue.Writer.WriteAsync(new Outgoing(stanza, IsPaced: true), cancellation).ConfigureAwait(false);
        }
        catch
        {
            _window.Release();
            throw;
        }
    }

    /// <summary>
    /// Queues an answer. It does not wait for acknowledgements, since the loop that reads them may be the one that waits;
    /// only for the writing loop.
    /// </summary>
    /// <exception cref="ChannelClosedException">The session is over.</exception>
    public ValueTask AnswerAsync(byte[] stanza, CancellationToken cancellation) =>
        _queue.Writer.WriteAsync(new Outgoing(stanza, IsPaced: false), cancellation);

    /// <summary>No more stanzas; the writing loop ends when all are written.</summary>
    public void Complete()
    {
        if (_queue.Writer.TryComplete())
            _window.Release(int.MaxValue / 2); // Whoever waits learns that it is over.
    }

    /// <summary>The server asked how much of its own we handled; the writing loop answers.</summary>
    public void OweAnswer()
    {
        _owesAnswer = true;
        // Wakes the loop; when the queue is full it is awake.
        _queue.Writer.TryWrite(default);
    }

    /// <summary>The server has handled <paramref name="handled"/> of our stanzas, counted modulo 2^32.</summary>
    /// <exception cref="XmppException">It acknowledges what was never sent.</exception>
    public void Acknowledge(uint handled)
    {
        lock (_lock)
        {
            var news = unchecked(handled - _acknowledged);
            if (news > _unacknowledged.Count)
                throw new XmppException(XmppErrorKind.ProtocolViolation, "The server acknowledges stanzas that were never sent.");
            for (; news > 0; news--)
                Leave(_unacknowledged.Dequeue());
            _acknowledged = handled;
        }
    }

    /// <summary>Writes until <see cref="Complete"/>; first, on a resumed session, what was not acknowledged.</summary>
    /// <param name="write">Writes text to the connection.</param>
    /// <param name="handled">How many of the server's stanzas we have handled by now.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, CancellationToken, Task> write, Func<uint> handled, CancellationToken cancellation)
    {
        var batch = new ArrayBufferWriter<byte>();
        lock (_lock)
        {
            foreach (var stanza in _unacknowledged)
                batch.Write(stanza.Text);
            if (batch.WrittenCount > 0)
                batch.Write(_request);
        }
        do
        {
            while (batch.WrittenCount < BatchBytes && _queue.Reader.TryRead(out var stanza))
                Append(batch, stanza);
            if (_owesAnswer)
            {
                _owesAnswer = false;
                batch.Write(XmlStreamWriter.Encode(new XElement(Ns.StreamManagement + "a", new XAttribute("h", handled()))));
            }
            if (batch.WrittenCount == 0)
                continue;
            Fill(batch);
            await write(batch.WrittenMemory, cancellation).ConfigureAwait(false);
            batch.ResetWrittenCount();
        }
        while (await _queue.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false));
    }

    // White space between stanzas (RFC 6120 §11.7) makes the last piece whole, so that the next batch begins with one.
    private static void Fill(ArrayBufferWriter<byte> batch)
    {
        var missing = XmppConnection.Piece - (batch.WrittenCount % XmppConnection.Piece);
        if (batch.WrittenCount < XmppConnection.Piece || missing == XmppConnection.Piece)
            return;
        batch.GetSpan(missing)[..missing].Fill((byte)' ');
        batch.Advance(missing);
    }

    private void Append(ArrayBufferWriter<byte> batch, Outgoing stanza)
    {
        if (stanza.Text is null)
            return;
        batch.Write(stanza.Text);
        if (!_counts)
        {
            Leave(stanza);
            return;
        }
        lock (_lock)
        {
            if (_unacknowledged.Count == MaxUnacknowledged)
                throw new XmppException(XmppErrorKind.ProtocolViolation, $"The server did not acknowledge {MaxUnacknowledged} stanzas.");
            _unacknowledged.Enqueue(stanza);
            if (++_sinceAsked < AskEvery)
                return;
            _sinceAsked = 0;
        }
        batch.Write(_request);
    }

    private void Leave(Outgoing stanza)
    {
        if (stanza.IsPaced)
            _window.Release();
    }
}

using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Runs an established stream over one connection: a loop that reads, one that writes, one that watches. One connection at a time.</summary>
internal sealed class StreamPump(XmppOptions options, IStanzaHandler handler, TimeProvider time, ILogger logger)
{
    private readonly IqResponder _responder = new(options, handler, time, logger);
    private long _lastHeard;

    /// <summary>Runs until the stream is lost; never throws. The connection is closed afterwards.</summary>
    /// <param name="connection">Ready for stanzas.</param>
    /// <param name="session">Whose stanzas these are.</param>
    /// <param name="ping">Asks the server for a sign of life.</param>
    /// <param name="cancellation">Ends it without ado.</param>
    public async Task<XmppException> RunAsync(XmppConnection connection, XmppSession session, Func<Task> ping, CancellationToken cancellation)
    {
        _lastHeard = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(connection, session, stop.Token);
        Task<XmppException>[] loops = [Reason(ReceiveAsync(connection, session, stop.Token)), Reason(writing), Reason(WatchAsync(ping, stop.Token))];
        var first = await Task.WhenAny(loops).ConfigureAwait(false);
        // When all is written and our closing tag too, the server has a moment to close its side.
        if (writing.IsCompletedSuccessfully)
            await Task.WhenAny(loops[0], Task.Delay(TimeSpan.FromSeconds(1), time, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false);
        var reason = await first.ConfigureAwait(false);
        try
        {
            if (reason.InnerException is XmlStreamException violation)
                await TellAsync(connection, violation, cancellation).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was lost anyway.
        }
        return reason;
    }

    // The server's log should tell why we left (RFC 6120 §4.9.1.1).
    private async Task TellAsync(XmppConnection connection, XmlStreamException violation, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var error = new XElement(Ns.Streams + "error", new XElement(Ns.StreamErrors + violation.Condition));
        await connection.WriteAsync(XmlStreamWriter.Write(error) + XmlStreamWriter.Close, linked.Token).ConfigureAwait(false);
    }

    private static async Task<XmppException> Reason(Task<XmppException> loop)
    {
        try
        {
            return await loop.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return StreamErrors.From(e);
        }
    }

    private async Task<XmppException> ReceiveAsync(XmppConnection connection, XmppSession session, CancellationToken cancellation)
    {
        while (true)
        {
            if (!session.Early.TryDequeue(out var element))
            {
                element = await connection.ReadAsync(cancellation).ConfigureAwait(false);
                if (element is null)
                    return Ended(session, new XmppException(XmppErrorKind.Disconnected, "The server closed the stream."));
                Volatile.Write(ref _lastHeard, time.GetTimestamp());
                if (element.Name.Namespace == Ns.Client)
                    session.Count();
            }
            if (element.Name == Ns.Streams + "error")
                return Ended(session, StreamErrors.Read(element, isEstablished: true));
            await DispatchAsync(session, element).ConfigureAwait(false);
        }
    }

    // After an orderly end the server has forgotten the session.
    private static XmppException Ended(XmppSession session, XmppException reason)
    {
        session.ResumeId = null;
        return reason;
    }

    private async ValueTask DispatchAsync(XmppSession session, XElement element)
    {
        if (element.Name == Ns.StreamManagement + "r")
            session.Outbox.OweAnswer();
        else if (element.Name == Ns.StreamManagement + "a")
            session.Outbox.Acknowledge(SessionNegotiation.ReadCount(element));
        else if (element.Name == Ns.Client + "iq" && (string?)element.Attribute("type") is "result" or "error")
            Complete(session, element);
        else if (element.Name == Ns.Client + "iq")
            await _responder.AcceptAsync(session, element).ConfigureAwait(false);
        else if (element.Name == Ns.Client + "presence")
            Tell(handler.OnPresence, element);
        else if (element.Name == Ns.Client + "message")
            Tell(handler.OnMessage, element);
        else
            logger.ElementUnknown(element.Name);
    }

    private void Complete(XmppSession session, XElement answer)
    {
        if (!session.Requests.Complete(answer))
            logger.AnswerIgnored((string?)answer.Attribute("from"));
    }

    private void Tell(Action<XElement> method, XElement stanza)
    {
        try
        {
            method(stanza);
        }
        catch (Exception e)
        {
            logger.HandlerFailed(stanza.Name, e);
        }
    }

    private async Task<XmppException> WriteAsync(XmppConnection connection, XmppSession session, CancellationToken cancellation)
    {
        await session.Outbox.RunAsync(WriteInTimeAsync, () => session.Handled, cancellation).ConfigureAwait(false);
        await WriteInTimeAsync(Encoding.UTF8.GetBytes(XmlStreamWriter.Close), cancellation).ConfigureAwait(false);
        return new XmppException(XmppErrorKind.Disconnected, "The stream was closed.");

        async Task WriteInTimeAsync(ReadOnlyMemory<byte> text, CancellationToken stop)
        {
            using var limit = new CancellationTokenSource(options.PingInterval + options.PingTimeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
            await connection.WriteAsync(text, linked.Token).ConfigureAwait(false);
        }
    }

    private async Task<XmppException> WatchAsync(Func<Task> ping, CancellationToken cancellation)
    {
        while (true)
        {
            var heard = Volatile.Read(ref _lastHeard);
            var left = options.PingInterval - time.GetElapsedTime(heard);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, time, cancellation).ConfigureAwait(false);
                continue;
            }
            try
            {
                await ping().WaitAsync(options.PingTimeout, time, cancellation).ConfigureAwait(false);
            }
            catch (StanzaErrorException)
            {
                // An error is a sign of life, too.
            }
            catch (Exception e) when (e is TimeoutException or XmppException { Kind: XmppErrorKind.Timeout } && Volatile.Read(ref _lastHeard) != heard)
            {
                // It did not answer, but it talks.
            }
            catch (Exception e) when (e is TimeoutException or XmppException { Kind: XmppErrorKind.Timeout })
            {
                return new XmppException(XmppErrorKind.Timeout, $"The server was silent for {time.GetElapsedTime(heard).TotalSeconds:0} s and did not answer a ping.", inner: e);
            }
        }
    }
}

using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Xmpp.OutOfBand;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Gives every incoming request exactly one answer (RFC 6120 §8.2.3).</summary>
internal sealed class IqResponder(XmppOptions options, IStanzaHandler handler, TimeProvider time, ILogger logger)
{
    /// <summary>Requests that may be worked on at once; more are told to wait.</summary>
    public const int MaxPending = 64;

    /// <summary>
    /// Requests beside those whose answer comes only after a file was fetched, maybe hours later (XEP-0066 §2). They have a share of
    /// their own, so that they keep nobody else waiting.
    /// </summary>
    public const int MaxFetching = 64;

    private readonly Share _prompt = new(MaxPending, options.AnswerTimeout);
    private readonly Share _fetching = new(MaxFetching, options.FetchTimeout);

    /// <summary>Starts to answer; returns before the handler is done.</summary>
    public async ValueTask AcceptAsync(XmppSession session, XElement iq)
    {
        var from = session.Jid.Bare;
        var to = session.Jid;
        if (((string?)iq.Attribute("from") is { } sender && !Jid.TryParse(sender, out from, out _))
            || ((string?)iq.Attribute("to") is { } recipient && !Jid.TryParse(recipient, out to, out _)))
        {
            logger.AddressMalformed();
            return;
        }
        var payload = iq.Elements().FirstOrDefault();
        IqType? type = (string?)iq.Attribute("type") switch { "get" => IqType.Get, "set" => IqType.Set, _ => null };
        if (type is null || (string?)iq.Attribute("id") is not { Length: > 0 } id)
            await AnswerAsync(session, iq, to, IqAnswer.Error(StanzaError.BadRequest("An iq needs an id, and get, set, result or error as type."))).ConfigureAwait(false);
        else if (payload is null || iq.Elements().Skip(1).Any())
            await AnswerAsync(session, iq, to, IqAnswer.Error(StanzaError.BadRequest("A request has exactly one child."))).ConfigureAwait(false);
        else if (payload.Name == Ns.Ping + "ping" && type == IqType.Get)
            await AnswerAsync(session, iq, to, IqAnswer.Result()).ConfigureAwait(false);
        else if (!ShareOf(payload).TryEnter())
            await AnswerAsync(session, iq, to, IqAnswer.Error(StanzaError.ResourceConstraint("Too many requests at once."))).ConfigureAwait(false);
        else
            _ = HandleAsync(session, iq, new IqRequest(from, to, type.Value, id, payload));
    }

    private Share ShareOf(XElement payload) => payload.Name == OobQuery.ElementName ? _fetching : _prompt;

    // Never throws: every failure becomes an answer, or a log line when there is no session to answer to.
    private async Task HandleAsync(XmppSession session, XElement iq, IqRequest request)
    {
        var share = ShareOf(request.Payload);
        try
        {
            var answer = await AskAsync(session, request, share.Timeout).ConfigureAwait(false);
            try
            {
                await AnswerAsync(session, iq, request.To, answer).ConfigureAwait(false);
            }
            catch (ArgumentException e)
            {
                logger.HandlerFailed(request.Payload.Name, e);
                await AnswerAsync(session, iq, request.To, IqAnswer.Error(StanzaError.InternalServerError())).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            logger.AnswerLost(request.Payload.Name, e);
        }
        finally
        {
            share.Leave();
        }
    }

    private async Task<IqAnswer> AskAsync(XmppSession session, IqRequest request, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, session.Ended);
        try
        {
            return await handler.OnIqAsync(request, linked.Token).WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (StanzaErrorException e)
        {
            return IqAnswer.Error(e.Error);
        }
        catch (Exception e)
        {
            if (!session.Ended.IsCancellationRequested)
                logger.HandlerFailed(request.Payload.Name, e);
            return IqAnswer.Error(StanzaError.InternalServerError());
        }
    }

    private ValueTask AnswerAsync(XmppSession session, XElement request, Jid self, IqAnswer answer) =>
        session.SendAsync(
            new XElement(
                Ns.Client + "iq",
                new XAttribute("type", answer.Failure is null ? "result" : "error"),
                request.Attribute("id"),
                request.Attribute("from") is { } from ? new XAttribute("to", from.Value) : null,
                options.IsComponent ? new XAttribute("from", self) : null,
                answer.Payload,
                answer.Failure?.ToXml()),
            isAnswer: true,
            session.Ended);

    // Requests are accepted on the one loop that reads the stream; they end on any thread.
    private sealed class Share(int max, TimeSpan timeout)
    {
        private int _taken;

        public TimeSpan Timeout => timeout;

        public bool TryEnter()
        {
            if (Volatile.Read(ref _taken) >= max)
                return false;
            Interlocked.Increment(ref _taken);
            return true;
        }

        public void Leave() => Interlocked.Decrement(ref _taken);
    }
}

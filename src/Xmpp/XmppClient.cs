using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Xmpp;

/// <summary>
/// One XMPP session of an account or component. It does not reconnect by itself: after <see cref="Disconnected"/> its owner
/// decides when to call <see cref="ConnectAsync"/> again, which goes on with the old session where the server allows.
/// </summary>
/// <param name="options">Which account and how to reach its server.</param>
/// <param name="handler">Who gets what arrives.</param>
/// <param name="time">The clock of all timeouts.</param>
/// <param name="logger">Events 1000 to 1999.</param>
public sealed class XmppClient(XmppOptions options, IStanzaHandler handler, TimeProvider time, ILogger<XmppClient> logger) : IAsyncDisposable
{
    private readonly StreamPump _pump = new(options, handler, time, logger);
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _disposed = new();
    private XmppSession? _session;
    private volatile bool _isConnected;
    private volatile bool _isClosing;

    /// <summary>Completes, and never fails, when the current stream is lost, with the reason. Replaced by every <see cref="ConnectAsync"/>.</summary>
    public Task<XmppException> Disconnected { get; private set; } = Task.FromResult(NotConnected());

    /// <summary>Opens the stream, or resumes the previous one (XEP-0198). Requests that waited over a lost stream go on
    /// if it is resumed and fail if it is not.</summary>
    /// <exception cref="XmppException">It could not be opened; <see cref="XmppException.IsFinal"/> tells whether to try again.</exception>
    /// <exception cref="InvalidOperationException">It is open, or being opened.</exception>
    public async Task<ConnectResult> ConnectAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isClosing, this);
        if (!await _connecting.WaitAsync(0, cancellation).ConfigureAwait(false))
            throw new InvalidOperationException("The client is connecting already.");
        try
        {
            if (_isConnected)
                throw new InvalidOperationException("The client is connected already.");
            using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token, _disposed.Token);
            return await OpenAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (_isClosing)
        {
            throw new XmppException(XmppErrorKind.Disconnected, "The client was closed.", inner: e);
        }
        catch (OperationCanceledException e)
        {
            throw new XmppException(XmppErrorKind.Timeout, $"{options.Host} port {options.Port} did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s.", inner: e);
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            throw StreamErrors.From(e);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>
    /// Asks and waits for the answer, which counts only if it has the request's id and comes from whom was asked. A request
    /// made after the stream was lost waits for its resumption, behind those made before.
    /// </summary>
    /// <param name="to">Whom to ask; null for our own account's server.</param>
    /// <param name="type">Get or set.</param>
    /// <param name="payload">The request's only child.</param>
    /// <param name="timeout">How long to wait; null for <see cref="XmppOptions.RequestTimeout"/>.</param>
    /// <param name="from">A component's address to ask from; null for the component's own.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The result's payload; null if it has none.</returns>
    /// <exception cref="StanzaErrorException">The answer is an error.</exception>
    /// <exception cref="XmppException">No answer: <see cref="XmppErrorKind.Timeout"/>, or <see cref="XmppErrorKind.Disconnected"/>
    /// when there is no session or it is not resumed.</exception>
    /// <exception cref="ArgumentException">The payload holds a character that XML cannot carry.</exception>
    public async Task<XElement?> RequestAsync(Jid? to, IqType type, XElement payload, TimeSpan? timeout = null, Jid? from = null, CancellationToken cancellation = default)
    {
        var session = _isConnected || _session?.ResumeId is not null ? _session! : throw NotConnected();
        var wait = timeout ?? options.RequestTimeout;
        var (id, answer) = session.Requests.Add(to);
        using var limit = new CancellationTokenSource(wait, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var iq = new XElement(
                Ns.Client + "iq",
                new XAttribute("type", type == IqType.Get ? "get" : "set"),
                new XAttribute("id", id),
                to is null ? null : new XAttribute("to", to),
                Sender(from) is { } sender ? new XAttribute("from", sender) : null,
                payload);
            await session.SendAsync(iq, isAnswer: false, linked.Token).ConfigureAwait(false);
            var result = await answer.WaitAsync(linked.Token).ConfigureAwait(false);
            return (string?)result.Attribute("type") == "error"
                ? throw new StanzaErrorException(StanzaError.Parse(result))
                : result.Elements().FirstOrDefault();
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new XmppException(XmppErrorKind.Timeout, $"{to?.ToString() ?? options.Jid.Domain} did not answer within {wait.TotalSeconds:0.#} s.", inner: e);
        }
        finally
        {
            session.Requests.Remove(id);
        }
    }

    /// <summary>Sends a presence or message; returns when it is queued. A component's stanza without sender gets the component's JID.</summary>
    /// <exception cref="ArgumentException">It is no such stanza of <see cref="Ns.Client"/>, or holds a character that XML cannot carry.</exception>
    /// <exception cref="XmppException">There is no connection.</exception>
    public ValueTask SendAsync(XElement stanza, CancellationToken cancellation = default)
    {
        if (stanza.Name != Ns.Client + "presence" && stanza.Name != Ns.Client + "message")
            throw new ArgumentException($"{stanza.Name} is neither presence nor message.", nameof(stanza));
        if (Sender(null) is { } sender && stanza.Attribute("from") is null)
        {
            stanza = new XElement(stanza);
            stanza.SetAttributeValue("from", sender);
        }
        return _isConnected ? _session!.SendAsync(stanza, isAnswer: false, cancellation) : throw NotConnected();
    }

    /// <summary>Sends what is queued, closes the stream in order, within two seconds, and fails what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosing)
            return;
        _isClosing = true;
        _session?.Outbox.Complete();
        await Task.WhenAny(Disconnected, Task.Delay(TimeSpan.FromSeconds(2), time)).ConfigureAwait(false);
        await _disposed.CancelAsync().ConfigureAwait(false);
        await Disconnected.ConfigureAwait(false);
        _session?.End(NotConnected());
    }

    private async Task<ConnectResult> OpenAsync(CancellationToken cancellation)
    {
        var connection = await XmppConnection.ConnectAsync(options, cancellation).ConfigureAwait(false);
        try
        {
            var features = await StreamNegotiation.RunAsync(connection, options, cancellation).ConfigureAwait(false);
            var resumed = await ResumeAsync(connection, cancellation).ConfigureAwait(false);
            if (!resumed)
            {
                _session = options.IsComponent
                    ? new XmppSession(options.Jid)
                    : await SessionNegotiation.BindAsync(connection, options, features, cancellation).ConfigureAwait(false);
                logger.Connected(_session.Jid, options.Host, options.Port, connection.Protection);
            }
            _isConnected = true;
            Disconnected = RunAsync(connection, _session!);
            return new ConnectResult(_session!.Jid, resumed);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<bool> ResumeAsync(XmppConnection connection, CancellationToken cancellation)
    {
        if (_session is not { } session)
            return false;
        if (session.ResumeId is not null)
        {
            if (await SessionNegotiation.ResumeAsync(connection, session, cancellation).ConfigureAwait(false))
            {
                logger.Resumed(session.Jid, options.Host, options.Port, connection.Protection);
                return true;
            }
            logger.ResumptionRefused(session.Jid);
        }
        session.End(NotConnected());
        return false;
    }

    private async Task<XmppException> RunAsync(XmppConnection connection, XmppSession session)
    {
        var reason = await Task.Run(() => _pump.RunAsync(connection, session, PingAsync, _disposed.Token)).ConfigureAwait(false);
        _isConnected = false;
        if (_isClosing)
        {
            logger.Closed(session.Jid);
            return NotConnected();
        }
        // What broke the protocol once would come again after a resumption.
        if (session.ResumeId is null || reason.Kind == XmppErrorKind.ProtocolViolation)
            session.End(reason);
        logger.Lost(session.Jid, reason.Kind, reason.Message);
        return reason;
    }

    // A component has no server to ask by name (XEP-0114), but its own address, by way of the server, serves as well.
    private Task PingAsync() =>
        RequestAsync(options.IsComponent ? options.Jid : null, IqType.Get, new XElement(Ns.Ping + "ping"), options.PingTimeout);

    private Jid? Sender(Jid? from) => options.IsComponent ? from ?? options.Jid : null;

    private static XmppException NotConnected() => new(XmppErrorKind.Disconnected, "There is no connection to the server.");
}

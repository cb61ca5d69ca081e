using System.Xml.Linq;
using Microsoft.Extensions.Logging;

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
    /// <summary>Completes, and never fails, when the current stream is lost, with the reason.</summary>
    public Task<XmppException> Disconnected => throw new NotSupportedException($"{options} {handler} {time} {logger}");

    /// <summary>Opens the stream, or resumes the previous one (XEP-0198).</summary>
    /// <exception cref="XmppException">It could not be opened; <see cref="XmppException.IsFinal"/> tells whether to try again.</exception>
    public Task<ConnectResult> ConnectAsync(CancellationToken cancellation = default) => throw new NotSupportedException(options.Host);

    /// <summary>Asks and waits for the answer, which counts only if it has the request's id and comes from whom was asked.</summary>
    /// <param name="to">Whom to ask; null for our own account's server.</param>
    /// <param name="type">Get or set.</param>
    /// <param name="payload">The request's only child.</param>
    /// <param name="timeout">How long to wait; null for <see cref="XmppOptions.RequestTimeout"/>.</param>
    /// <param name="from">A component's address to ask from; null for the component's own.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The result's payload; null if it has none.</returns>
    /// <exception cref="StanzaErrorException">The answer is an error.</exception>
    /// <exception cref="XmppException">No answer: <see cref="XmppErrorKind.Timeout"/> or <see cref="XmppErrorKind.Disconnected"/>.</exception>
    public Task<XElement?> RequestAsync(Jid? to, IqType type, XElement payload, TimeSpan? timeout = null, Jid? from = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException(options.Host);

    /// <summary>Sends a presence or message; returns when it is queued.</summary>
    /// <exception cref="ArgumentException">It holds a character that XML cannot carry.</exception>
    /// <exception cref="XmppException">There is no connection.</exception>
    public ValueTask SendAsync(XElement stanza, CancellationToken cancellation = default) => throw new NotSupportedException(options.Host);

    /// <summary>Closes the stream in order, within two seconds.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

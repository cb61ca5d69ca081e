using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Routing;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Sessions;

/// <summary>A connected client or component: logs in, hands its stanzas to the router, says goodbye.</summary>
internal abstract class Session(Connection connection, Router router, SandboxOptions options, ILogger log)
{
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(500);

    /// <summary>The full JID, or the component's domain; known once logged in.</summary>
    public Jid Address { get; protected set; } = null!;

    /// <summary>The last broadcast presence; null before the first and after unavailable.</summary>
    public XElement? Presence { get; set; }

    protected Connection Connection => connection;

    protected Router Router => router;

    protected SandboxOptions Options => options;

    protected ILogger Log => log;

    /// <summary>Logs in and enters the router; false when refused, after telling the client why.</summary>
    protected abstract Task<bool> OpenAsync(CancellationToken stop);

    /// <summary>Stamps <c>from</c>; false when the sender may not use the one it gave.</summary>
    public abstract bool TryStamp(XElement stanza);

    public bool TrySend(string xml) => connection.TrySend(xml);

    public void Abort() => connection.Abort();

    /// <summary>Ends the stream with an error that the client can read.</summary>
    public void Close(string condition)
    {
        connection.TrySend(StreamXml.Error(condition));
        connection.Complete();
    }

    /// <summary>The whole session, from the first byte to the last. Never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var _ = connection;
        var pump = Task.CompletedTask;
        try
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
            {
                patience.CancelAfter(options.Patience);
                if (!await OpenAsync(patience.Token))
                    return;
            }

            pump = connection.PumpAsync();
            log.SessionOpened(Address);
            using var open = CancellationTokenSource.CreateLinkedTokenSource(stop, connection.Ended);
            await ReadAsync(open.Token);
        }
        catch (XmlStreamException e)
        {
            log.SessionBroken(Address, e.Message);
            connection.TrySend(StreamXml.Error(e.Condition));
        }
        catch (OperationCanceledException)
        {
            connection.TrySend(StreamXml.Error(stop.IsCancellationRequested ? "system-shutdown" : "connection-timeout"));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            log.SessionBroken(Address, e.Message);
        }
        catch (Exception e)
        {
            log.SessionFailed(e, Address);
        }
        finally
        {
            router.Remove(this);
            connection.Complete();
            await FarewellAsync(pump);
            log.SessionClosed(Address);
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        while (await connection.ReadStanzaAsync(stop) is { } stanza)
        {
            if (!TryStamp(stanza))
            {
                Close("invalid-from");
                return;
            }

            router.Route(this, stanza);
        }

        connection.TrySend(XmlStreamWriter.Close);
    }

    // What is still queued gets a moment to leave; a client that does not read it is cut off.
    private async Task FarewellAsync(Task pump)
    {
        if (pump == Task.CompletedTask)
            pump = connection.PumpAsync();
        try
        {
            await pump.WaitAsync(_farewell);
        }
        catch (TimeoutException)
        {
            connection.Abort();
            await pump;
        }
    }
}

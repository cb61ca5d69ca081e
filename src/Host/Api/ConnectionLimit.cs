using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Orchestrator.Host.Api;

/// <summary>Turns away the connections that are too many, in words while that is cheap.</summary>
/// <param name="max">Connections at one time.</param>
internal sealed class ConnectionLimit(int max)
{
    private const int MaxToldAtOnce = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly byte[] Answer = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 503 Service Unavailable\r\nContent-Type: {Problem.ContentType}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
        + """{"title":"Service Unavailable","status":503,"code":"too-many-connections","detail":"The daemon has as many connections as http.max-connections allows; close idle ones, or try again in a moment.","transferId":null,"state":null}""");

    private int _open;
    private int _told;

    /// <summary>Connections that are served now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Serves a connection, or turns it away.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next, bool canTell)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= max)
            {
                await next(connection);
                return;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        if (canTell)
            await TellAsync(connection);
        connection.Abort();
    }

    private async Task TellAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _told) > MaxToldAtOnce)
                return;
            using var patience = new CancellationTokenSource(Patience);
            // What is unread when a socket is closed makes the kernel throw away the answer, too.
            var request = await connection.Transport.Input.ReadAsync(patience.Token);
            connection.Transport.Input.AdvanceTo(request.Buffer.End);
            await connection.Transport.Output.WriteAsync(Answer, patience.Token);
            await connection.Transport.Output.CompleteAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It said nothing, or is gone.
        }
        finally
        {
            Interlocked.Decrement(ref _told);
        }
    }
}

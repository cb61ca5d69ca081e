using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Tests.Streams.Support;

/// <summary>An HTTP server on loopback that answers each request with the very bytes that the test wants, and then closes.</summary>
internal sealed class HttpScript : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _running;

    /// <summary>The answer gets the head of the request.</summary>
    public HttpScript(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _running = RunAsync();
    }

    public HttpScript(Func<string, string> answer)
        : this((head, stream, cancellation) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer(head)), cancellation).AsTask())
    {
    }

    /// <summary>The heads of the requests so far.</summary>
    public List<string> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url(string path = "/a.bin") => new($"http://127.0.0.1:{Port}{path}");

    /// <summary>An answer with its headers, a line each, and its body.</summary>
    public static string Answer(string status, string headers = "", string body = "", int? length = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{(headers.Length == 0 ? "" : headers + "\r\n")}\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await HeadAsync(stream);
                lock (Requests)
                {
                    Requests.Add(head);
                }

                await _answer(head, stream, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                // Not before the client has read everything.
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The client had enough.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Bench.Service;

/// <summary>A stretch of wire before a SOCKS5 streamhost that tells when the first byte after the handshake goes to who connected.</summary>
internal sealed class Wire : IAsyncDisposable
{
    // The answers of XEP-0065: 2 bytes to the greeting, 47 to the request.
    private const int Handshake = 49;

    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private TaskCompletionSource<long> _first = new();

    public Wire(IPEndPoint listen, IPEndPoint target)
    {
        _target = target;
        _listener = new TcpListener(listen);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The time stamp of the next first byte.</summary>
    public Task<long> FirstByteAsync() => (_first = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var one = near;
        using var far = new TcpClient();
        try
        {
            near.NoDelay = far.NoDelay = true;
            await far.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(PumpAsync(near.GetStream(), far, isDown: false), PumpAsync(far.GetStream(), near, isDown: true));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // Both ends notice.
        }
    }

    private async Task PumpAsync(NetworkStream from, TcpClient to, bool isDown)
    {
        var buffer = new byte[64 * 1024];
        var carried = 0L;
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; carried += read)
        {
            if (isDown && carried <= Handshake && carried + read > Handshake)
                _first.TrySetResult(Stopwatch.GetTimestamp());
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }

        to.Client.Shutdown(SocketShutdown.Send);
    }
}

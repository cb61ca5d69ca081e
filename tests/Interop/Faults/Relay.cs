using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>A stretch of wire that can break: connections to one address are carried to another, until it is cut.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly long _cutAfter;
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _accepting;
    private long _carried;

    /// <summary>After so many bytes in all every connection breaks, and none is taken any more.</summary>
    public Relay(IPEndPoint listen, IPEndPoint target, long cutAfter = long.MaxValue)
    {
        (_target, _cutAfter) = (target, cutAfter);
        _listener = new TcpListener(listen);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public long Carried => Interlocked.Read(ref _carried);

    public bool IsCut => _cut.IsCancellationRequested;

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_cut.Token)));
        }
        catch (OperationCanceledException)
        {
        }

        _listener.Stop();
        await Task.WhenAll(carrying);
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var first = near;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_target, _cut.Token);
            var ways = new[] { PumpAsync(near, far), PumpAsync(far, near) };
            await Task.WhenAll(ways);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            // Whoever breaks it, both ends notice.
            near.Client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, _cut.Token)) > 0)
        {
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _cut.Token);
            if (Interlocked.Add(ref _carried, read) >= _cutAfter)
                await _cut.CancelAsync();
        }

        to.Client.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _accepting;
        _cut.Dispose();
    }
}

using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>A stretch of wire that can break: connections to one address are carried to another, until a fault strikes.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;
    private readonly Func<int, WireFault?> _faults;
    private readonly long _cutAfter;
    private readonly CancellationTokenSource _cut = new();
    private readonly Task _accepting;
    private long _carried;
    private int _connections;
    private int _struck;

    /// <summary>After so many bytes in all every connection breaks, and none is taken any more.</summary>
    public Relay(IPEndPoint listen, IPEndPoint target, long cutAfter = long.MaxValue) : this(listen, target, _ => null, cutAfter)
    {
    }

    /// <summary>Each connection, counted from 0 in the order of arrival, gets its fault.</summary>
    public Relay(IPEndPoint listen, IPEndPoint target, Func<int, WireFault?> faults) : this(listen, target, faults, long.MaxValue)
    {
    }

    private Relay(IPEndPoint listen, IPEndPoint target, Func<int, WireFault?> faults, long cutAfter)
    {
        (_target, _faults, _cutAfter) = (target, faults, cutAfter);
        _listener = new TcpListener(listen);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public long Carried => Interlocked.Read(ref _carried);

    /// <summary>How many connections were taken.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many faults have struck.</summary>
    public int Struck => Volatile.Read(ref _struck);

    public bool IsCut => _cut.IsCancellationRequested;

    /// <summary>Breaks every connection and takes no more.</summary>
    public Task CutAsync() => _cut.CancelAsync();

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_cut.Token);
                carrying.Add(CarryAsync(near, _faults(Interlocked.Increment(ref _connections) - 1)));
            }
        }
        catch (OperationCanceledException)
        {
        }

        _listener.Stop();
        await Task.WhenAll(carrying);
    }

    private async Task CarryAsync(Socket near, WireFault? fault)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var link = new RelayedLink(near, far, fault, () => Interlocked.Increment(ref _struck), Count, _cut.Token);
        try
        {
            await far.ConnectAsync(_target, _cut.Token);
            await link.CarryAsync();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Nobody there: whoever connected notices.
            near.Close(0);
        }

        near.Dispose();
        far.Dispose();
    }

    private void Count(int bytes)
    {
        if (Interlocked.Add(ref _carried, bytes) >= _cutAfter)
            _cut.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _cut.CancelAsync();
        await _accepting;
        _cut.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Socks5;

/// <summary>
/// The streamhost: a SOCKS5 server that hands each connection to whoever expects its DST.ADDR (XEP-0065 §5.3.2).
/// A handshake that stalls or is garbage costs nobody but its own connection.
/// </summary>
public sealed class Socks5Listener : IAsyncDisposable
{
    /// <summary>Handshakes in progress at once; one more drops the oldest, which is the likeliest to be stalled.</summary>
    internal const int MaxHandshakes = 256;

    private readonly Socket _socket;
    private readonly Socks5Timeouts _timeouts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<string, Expectation> _expected = new(StringComparer.Ordinal);
    private readonly HandshakeLimit _handshakes = new(MaxHandshakes);
    private readonly Task _accepting;
    private int _disposed;

    private Socks5Listener(Socket socket, Socks5Timeouts timeouts, TimeProvider time, ILogger log)
    {
        (_socket, _timeouts, _time, _log) = (socket, timeouts, time, log);
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The address and port listened on; the port is the real one when 0 was asked for.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Binds and starts listening. <c>[::]</c> takes IPv4 connections too, and nothing else on a machine without IPv6.</summary>
    /// <exception cref="IOException">The address cannot be listened on; the message names it and says what to do.</exception>
    public static Socks5Listener Start(IPEndPoint endPoint, Socks5Timeouts? timeouts, TimeProvider time, ILogger log)
    {
        if (endPoint.Address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            endPoint = new IPEndPoint(IPAddress.Any, endPoint.Port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endPoint);
            socket.Listen(512);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException(Explain(endPoint, e), e);
        }

        var listener = new Socks5Listener(socket, timeouts ?? Socks5Timeouts.Default, time, log);
        log.Listening(listener.LocalEndPoint);
        return listener;
    }

    /// <summary>
    /// Lets the next connector that asks for <paramref name="dstAddr"/> in; any later one is refused.
    /// </summary>
    /// <param name="dstAddr">SHA-1 of sid, requester and target, in lower-case hex.</param>
    /// <param name="connected">Called at most once, on a thread of the pool, with the stream before its first payload byte; owns it.</param>
    /// <returns>False when this DST.ADDR is already expected.</returns>
    public bool Expect(string dstAddr, Action<Stream> connected) => _expected.TryAdd(dstAddr, new Expectation(connected));

    /// <summary>Refuses connectors that ask for <paramref name="dstAddr"/> from now on.</summary>
    public void Forget(string dstAddr) => _expected.TryRemove(dstAddr, out _);

    /// <summary>Stops listening and breaks off handshakes in progress; streams that were handed over live on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopped.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await _handshakes.CloseAsync();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                var connection = await _socket.AcceptAsync(_stopped.Token);
                var deadline = new CancellationTokenSource(_timeouts.Greeting, _time);
                _handshakes.Run(deadline, phase => ServeAsync(connection, phase));
            }
            catch (Exception) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Out of descriptors, or a connection gone before it was accepted: neither ends the listener.
                _log.AcceptFailed(LocalEndPoint, e);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, _stopped.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(Socket connection, CancellationTokenSource deadline)
    {
        EndPoint? remote = null;
        try
        {
            remote = connection.RemoteEndPoint;
            var stream = Bytestream.Over(connection);
            await Socks5ServerHandshake.GreetAsync(stream, deadline.Token);
            deadline.CancelAfter(_timeouts.Request);
            var dstAddr = await Socks5ServerHandshake.ReadRequestAsync(stream, deadline.Token);
            await HandOverAsync(stream, dstAddr, deadline.Token);
        }
        catch (Exception e)
        {
            connection.Dispose();
            _log.TurnedAway(remote, e is OperationCanceledException ? "handshake took too long" : e.Message);
        }
    }

    private async Task HandOverAsync(Stream stream, byte[] dstAddr, CancellationToken cancellation)
    {
        var key = Encoding.ASCII.GetString(dstAddr);
        if (!_expected.TryGetValue(key, out var expectation) || !expectation.TryTake())
        {
            await Socks5ServerHandshake.RefuseAsync(stream, Socks5ReplyCode.ConnectionRefused, dstAddr, cancellation);
            return;
        }

        try
        {
            await Socks5ServerHandshake.AdmitAsync(stream, dstAddr, cancellation);
        }
        catch
        {
            expectation.GiveBack();
            throw;
        }

        if (!_expected.TryRemove(KeyValuePair.Create(key, expectation)))
        {
            throw new InvalidDataException("no longer expected");
        }

        expectation.Connected(stream);
    }

    private static string Explain(IPEndPoint endPoint, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Cannot listen on {endPoint}: another program uses this port. Stop it, or set s5b.listen to another port (0 = any free one).",
        SocketError.AddressNotAvailable =>
            $"Cannot listen on {endPoint}: this machine has no such address. Set s5b.listen to one that it has, or to 0.0.0.0.",
        SocketError.AccessDenied =>
            $"Cannot listen on {endPoint}: not permitted. Set s5b.listen to a port above 1023.",
        _ => $"Cannot listen on {endPoint}: {e.Message}. Change s5b.listen.",
    };
}

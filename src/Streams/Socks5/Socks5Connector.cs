using Orchestrator.Streams.Connections;

namespace Orchestrator.Streams.Socks5;

/// <summary>The connecting side of a SOCKS5 bytestream (XEP-0065 §5.3.2).</summary>
public static class Socks5Connector
{
    /// <summary>Connects to a streamhost and asks it for <paramref name="dstAddr"/>; the stream returned stands before its first payload byte.</summary>
    /// <param name="host">Name or address, as the streamhost gave it.</param>
    /// <param name="port">TCP port, 1-65535.</param>
    /// <param name="dstAddr">SHA-1 of sid, requester and target, in lower-case hex.</param>
    /// <param name="guard">Which addresses of the host may be connected to.</param>
    /// <param name="timeout">For name lookup, connection and handshake together.</param>
    /// <param name="cancellation">Gives up; the socket is closed.</param>
    /// <exception cref="Socks5Exception">The streamhost cannot be used.</exception>
    public static async Task<Stream> ConnectAsync(
        string host, int port, string dstAddr, AddressGuard guard, TimeSpan timeout, CancellationToken cancellation)
    {
        if (port is < 1 or > ushort.MaxValue)
        {
            throw new Socks5Exception(Socks5Error.Unreachable, $"Streamhost {host} has no valid port: {port}.");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        Stream? stream = null;
        try
        {
            stream = Bytestream.Over(await GuardedSocket.ConnectAsync(guard, host, port, deadline.Token));
            await HandshakeAsync(stream, $"{host}:{port}", dstAddr, deadline.Token);
            return stream;
        }
        catch (Exception e)
        {
            stream?.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw Explain(e, $"{host}:{port}", timeout);
        }
    }

    // Greeting and request each leave in one write, never pipelined: Prosody and ejabberd do not reassemble.
    private static async Task HandshakeAsync(Stream stream, string streamhost, string dstAddr, CancellationToken cancellation)
    {
        var buffer = new byte[byte.MaxValue + 2];

        await stream.WriteAsync(Socks5Wire.Greeting, cancellation);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), cancellation);
        RequireVersion(buffer[0], streamhost);
        if (buffer[1] != Socks5Wire.NoAuthentication)
        {
            throw new Socks5Exception(Socks5Error.Refused, $"Streamhost {streamhost} wants SOCKS5 authentication.");
        }

        await stream.WriteAsync(Socks5Wire.Request(dstAddr), cancellation);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, Socks5Wire.HeaderLength), cancellation);
        RequireVersion(buffer[0], streamhost);
        var reply = (Socks5ReplyCode)buffer[1];
        if (reply != Socks5ReplyCode.Succeeded)
        {
            throw new Socks5Exception(Socks5Error.Refused, $"Streamhost {streamhost} refused the bytestream: {reply} ({(int)reply}).");
        }

        // BND.ADDR should echo DST.ADDR; libpurple sends its own IP instead. Whatever it is, not a byte beyond it is read.
        var addressLength = buffer[3] switch
        {
            Socks5Wire.IPv4 => 4,
            Socks5Wire.IPv6 => 16,
            Socks5Wire.DomainName => await ReadByteAsync(stream, buffer, cancellation),
            var other => throw new Socks5Exception(
                Socks5Error.Protocol, $"Streamhost {streamhost} answered with address type {other}, which SOCKS5 does not know."),
        };
        await stream.ReadExactlyAsync(buffer.AsMemory(0, addressLength + 2), cancellation);
    }

    private static async Task<int> ReadByteAsync(Stream stream, byte[] buffer, CancellationToken cancellation)
    {
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 1), cancellation);
        return buffer[0];
    }

    private static void RequireVersion(byte version, string streamhost)
    {
        if (version != Socks5Wire.Version)
        {
            throw new Socks5Exception(Socks5Error.Protocol, $"Streamhost {streamhost} does not speak SOCKS5.");
        }
    }

    private static Socks5Exception Explain(Exception cause, string streamhost, TimeSpan timeout) => cause switch
    {
        Socks5Exception known => known,
        OperationCanceledException => new(
            Socks5Error.Timeout, $"Streamhost {streamhost} did not answer within {timeout.TotalSeconds:0.#} s.", cause),
        EndOfStreamException => new(Socks5Error.Protocol, $"Streamhost {streamhost} hung up during the SOCKS5 handshake.", cause),
        IOException => new(Socks5Error.Protocol, $"Streamhost {streamhost} broke off the SOCKS5 handshake: {cause.Message}", cause),
        _ => new(Socks5Error.Unreachable, $"Streamhost {streamhost} cannot be reached: {cause.Message}", cause),
    };
}

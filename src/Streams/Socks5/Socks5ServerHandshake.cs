namespace Orchestrator.Streams.Socks5;

/// <summary>
/// The serving side of the handshake, read to the byte: what follows the request is payload and stays in the socket.
/// Throws <see cref="InvalidDataException"/> for a connector that is turned away.
/// </summary>
internal static class Socks5ServerHandshake
{
    /// <summary>Reads the greeting, in whatever pieces it comes, and chooses "no authentication".</summary>
    public static async Task GreetAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[byte.MaxValue];

        // The version alone first: garbage, such as an HTTP request, is turned away at its first byte.
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 1), cancellation);
        RequireVersion(buffer[0]);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 1), cancellation);
        var methods = buffer.AsMemory(0, buffer[0]);
        await stream.ReadExactlyAsync(methods, cancellation);

        var acceptable = methods.Span.Contains(Socks5Wire.NoAuthentication);
        var answer = acceptable ? Socks5Wire.NoAuthentication : Socks5Wire.NoAcceptableMethod;
        await stream.WriteAsync(new byte[] { Socks5Wire.Version, answer }, cancellation);
        if (!acceptable)
        {
            throw new InvalidDataException("offers only methods with authentication");
        }
    }

    /// <summary>Reads the CONNECT request; returns its DST.ADDR. DST.PORT should be 0 and is ignored.</summary>
    public static async Task<byte[]> ReadRequestAsync(Stream stream, CancellationToken cancellation)
    {
        var header = new byte[Socks5Wire.HeaderLength + 1];
        await stream.ReadExactlyAsync(header.AsMemory(0, Socks5Wire.HeaderLength), cancellation);
        RequireVersion(header[0]);
        if (header[1] != Socks5Wire.Connect)
        {
            await RefuseAsync(stream, Socks5ReplyCode.CommandNotSupported, [], cancellation);
        }

        if (header[3] != Socks5Wire.DomainName)
        {
            await RefuseAsync(stream, Socks5ReplyCode.AddressTypeNotSupported, [], cancellation);
        }

        await stream.ReadExactlyAsync(header.AsMemory(Socks5Wire.HeaderLength, 1), cancellation);
        var address = new byte[header[Socks5Wire.HeaderLength] + 2];
        await stream.ReadExactlyAsync(address, cancellation);
        return address[..^2];
    }

    /// <summary>Lets the connector in; the next byte is payload.</summary>
    public static ValueTask AdmitAsync(Stream stream, byte[] dstAddr, CancellationToken cancellation) =>
        stream.WriteAsync(Socks5Wire.Reply(Socks5ReplyCode.Succeeded, dstAddr), cancellation);

    /// <summary>Tells the connector why not, and throws.</summary>
    public static async Task RefuseAsync(Stream stream, Socks5ReplyCode code, byte[] dstAddr, CancellationToken cancellation)
    {
        await stream.WriteAsync(Socks5Wire.Reply(code, dstAddr), cancellation);
        throw new InvalidDataException($"refused with {code}");
    }

    private static void RequireVersion(byte version)
    {
        if (version != Socks5Wire.Version)
        {
            throw new InvalidDataException($"does not speak SOCKS5: first byte 0x{version:x2}");
        }
    }
}

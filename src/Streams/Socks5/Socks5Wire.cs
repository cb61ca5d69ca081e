using System.Text;

namespace Orchestrator.Streams.Socks5;

/// <summary>The bytes of RFC 1928 as XEP-0065 §10.2 uses them: no authentication, CONNECT to a DOMAINNAME that is a SHA-1 digest in hex.</summary>
internal static class Socks5Wire
{
    public const byte Version = 5;
    public const byte NoAuthentication = 0;
    public const byte NoAcceptableMethod = 0xFF;
    public const byte Connect = 1;
    public const byte IPv4 = 1;
    public const byte DomainName = 3;
    public const byte IPv6 = 4;

    /// <summary>VER, CMD or REP, RSV, ATYP: the part of a request or reply before its address.</summary>
    public const int HeaderLength = 4;

    public static byte[] Greeting => [Version, 1, NoAuthentication];

    /// <summary>The CONNECT request: 47 bytes for a DST.ADDR of 40; DST.PORT is 0.</summary>
    public static byte[] Request(string dstAddr) => Frame(Connect, Encoding.ASCII.GetBytes(dstAddr));

    /// <summary>A reply; XEP-0065 §5.3.2 wants BND.ADDR and BND.PORT to echo those of the request.</summary>
    public static byte[] Reply(Socks5ReplyCode code, ReadOnlySpan<byte> dstAddr) => Frame((byte)code, dstAddr);

    private static byte[] Frame(byte second, ReadOnlySpan<byte> address) =>
        [Version, second, 0, DomainName, (byte)address.Length, .. address, 0, 0];
}

using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Xmpp.Bytestreams;

/// <summary>The SOCKS5 DST.ADDR that names a bytestream (XEP-0065 §5.3.2).</summary>
public static class BytestreamDigest
{
    /// <summary>SHA-1 of sid, requester and target (the addresses of the actual IQs) in 40 lower-case hex digits.</summary>
    public static string Compute(string sid, Jid requester, Jid target) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes($"{sid}{requester}{target}")));
}

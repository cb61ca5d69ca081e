using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Reads the channel bindings (RFC 5929) that .NET knows of a TLS connection; it has no tls-exporter.</summary>
internal static class ChannelBindings
{
    /// <summary>What SASL may know about the connection.</summary>
    public static ChannelFacts Of(SslStream tls)
    {
        var bindings = new List<(string, byte[])>();
        if (Read(tls, ChannelBindingKind.Endpoint, "tls-server-end-point") is { } endPoint)
            bindings.Add(("tls-server-end-point", endPoint));
        // Undefined for TLS 1.3 (RFC 9266 §3).
        if (tls.SslProtocol == SslProtocols.Tls12 && Read(tls, ChannelBindingKind.Unique, "tls-unique") is { } unique)
            bindings.Add(("tls-unique", unique));
        return new ChannelFacts(true, bindings);
    }

    // The token is a header of 32 bytes (SEC_CHANNEL_BINDINGS), then the name, a colon and the data.
    private static byte[]? Read(SslStream tls, ChannelBindingKind kind, string name)
    {
        const int Header = 32;
        using var token = tls.TransportContext.GetChannelBinding(kind);
        var skip = Header + name.Length + 1;
        if (token is null || token.IsInvalid || token.Size <= skip)
            return null;
        var bytes = new byte[token.Size - skip];
        Marshal.Copy(token.DangerousGetHandle() + skip, bytes, 0, bytes.Length);
        return bytes;
    }
}

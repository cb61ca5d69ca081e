namespace Orchestrator.Xmpp;

/// <summary>How the connection to the server is protected.</summary>
public enum TlsMode
{
    /// <summary>STARTTLS (RFC 6120 §5); a server that does not offer it is refused.</summary>
    Required,

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    Direct,

    /// <summary>No TLS at all; for loopback only.</summary>
    Insecure,
}

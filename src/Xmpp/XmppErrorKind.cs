namespace Orchestrator.Xmpp;

/// <summary>Why a stream could not be opened, was lost, or a request had no answer.</summary>
public enum XmppErrorKind
{
    /// <summary>No TCP connection: unknown host, refused, no route.</summary>
    Unreachable,

    /// <summary>The server offers no STARTTLS, or somebody on the way removed the offer.</summary>
    TlsNotOffered,

    /// <summary>The TLS handshake failed for another reason than the certificate.</summary>
    TlsFailed,

    /// <summary>The server's certificate is not the domain's or is not trusted.</summary>
    CertificateRejected,

    /// <summary>The server refuses the name or password.</summary>
    AuthenticationFailed,

    /// <summary>The server offers no mechanism that may be used here.</summary>
    NoUsableMechanism,

    /// <summary>The server could not prove that it knows the password.</summary>
    ServerSignatureInvalid,

    /// <summary>The server broke the protocol or its limits.</summary>
    ProtocolViolation,

    /// <summary>Another connection uses the same resource or component name.</summary>
    ResourceConflict,

    /// <summary>The server ended the stream with an error.</summary>
    StreamError,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>There is no connection, or it was lost.</summary>
    Disconnected,
}

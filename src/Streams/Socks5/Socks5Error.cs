namespace Orchestrator.Streams.Socks5;

/// <summary>Why a streamhost could not be used.</summary>
public enum Socks5Error
{
    /// <summary>No TCP connection: name not found, no route, connection refused.</summary>
    Unreachable,

    /// <summary>The streamhost speaks SOCKS5 and said no: it does not know the DST.ADDR, or wants authentication.</summary>
    Refused,

    /// <summary>Connection and handshake together took too long.</summary>
    Timeout,

    /// <summary>What answered does not speak SOCKS5, or hung up in the middle of the handshake.</summary>
    Protocol,
}

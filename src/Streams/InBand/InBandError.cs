namespace Orchestrator.Streams.InBand;

/// <summary>What is wrong with a block or with the stream.</summary>
public enum InBandError
{
    /// <summary>The block may pass later (XEP-0047 §2.2: recipient-unavailable, remote-server-timeout); it is sent again.</summary>
    Wait,

    /// <summary>The peer has a block of that number already (unexpected-request). The answer to a second try: it arrived.</summary>
    Repeated,

    /// <summary>The peer, or a server on the way, does not take blocks of that size.</summary>
    TooLarge,

    /// <summary>The peer refused the block.</summary>
    Refused,

    /// <summary>The peer does not know the stream, or is not there any more.</summary>
    Gone,

    /// <summary>The peer did not acknowledge in time.</summary>
    Timeout,

    /// <summary>A block of the peer's is missing.</summary>
    Gap,

    /// <summary>The peer sends on though it is told to wait.</summary>
    Overrun,

    /// <summary>The stream was closed, here or by the peer.</summary>
    Closed,
}

namespace Orchestrator.Streams.InBand;

/// <summary>What became of a block that arrived.</summary>
public enum InBandVerdict
{
    /// <summary>Taken: a result.</summary>
    Accepted,

    /// <summary>Its number was used already; dropped, the stream goes on: unexpected-request (XEP-0047 §2.2).</summary>
    Repeated,

    /// <summary>A block before it is missing; dropped, the stream closes: unexpected-request (XEP-0047 §2.2).</summary>
    Gap,

    /// <summary>Larger than agreed; dropped: bad-request.</summary>
    TooLarge,

    /// <summary>The peer did not wait for answers and sent more than is buffered; dropped, the stream closes: resource-constraint.</summary>
    Overrun,

    /// <summary>The stream is closed: item-not-found.</summary>
    Closed,
}

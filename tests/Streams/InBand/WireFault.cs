namespace Orchestrator.Tests.Streams.InBand;

internal enum WireFault
{
    None,

    /// <summary>Neither the block nor an answer arrives.</summary>
    Lost,

    /// <summary>The block arrives, its answer does not.</summary>
    AnswerLost,

    /// <summary>A server answers that it cannot be delivered now.</summary>
    Bounced,

    /// <summary>The block arrives, and a server answers all the same that it cannot be delivered now.</summary>
    AnswerBounced,

    /// <summary>The peer refuses it.</summary>
    Refused,
}

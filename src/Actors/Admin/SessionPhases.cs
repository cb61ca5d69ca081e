using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Admin;

/// <summary>How long the phases of a session took, in milliseconds; null: there was no such phase, or it is not over.</summary>
public sealed record SessionPhases
{
    /// <summary>Finding the peer and what it can do.</summary>
    public long? Discover { get; init; }

    /// <summary>The offer and its answer; at the receiver, from its answer to the sender's next step.</summary>
    public long? Offer { get; init; }

    /// <summary>Connecting to a streamhost, or opening an in-band bytestream.</summary>
    public long? Connect { get; init; }

    /// <summary>Activating the bytestream at a proxy.</summary>
    public long? Activate { get; init; }

    /// <summary>Bytes moving.</summary>
    public long? Stream { get; init; }

    /// <summary>Hashes, moving into place, the receipt.</summary>
    public long? Verify { get; init; }

    /// <summary>With time spent in a phase.</summary>
    public SessionPhases Plus(Phase phase, TimeSpan spent)
    {
        var ms = Math.Max(0, (long)spent.TotalMilliseconds);
        return phase switch
        {
            Phase.Discover => this with { Discover = (Discover ?? 0) + ms },
            Phase.Offer => this with { Offer = (Offer ?? 0) + ms },
            Phase.Connect => this with { Connect = (Connect ?? 0) + ms },
            Phase.Activate => this with { Activate = (Activate ?? 0) + ms },
            Phase.Stream => this with { Stream = (Stream ?? 0) + ms },
            Phase.Verify => this with { Verify = (Verify ?? 0) + ms },
            _ => this,
        };
    }
}

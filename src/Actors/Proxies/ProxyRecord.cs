using System.Collections.Immutable;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>What is known of one SOCKS5 proxy.</summary>
/// <param name="Jid">The JID that activates streams; the streamhost's own, which need not be the one that was asked.</param>
/// <param name="Hosts">Its addresses, in the order in which it told them.</param>
public sealed record ProxyRecord(Jid Jid, ImmutableArray<Streamhost> Hosts)
{
    /// <summary>Our streams that run through it.</summary>
    public int Active { get; init; }

    /// <summary>How often it let a stream through.</summary>
    public int Successes { get; init; }

    /// <summary>How often it failed since the last success.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>Until then it is offered last.</summary>
    public DateTimeOffset BrokenUntil { get; init; }

    /// <summary>From connecting to the activation's answer, a moving average; zero before the first.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Bytes per second of a stream, a moving average; 0 before the first.</summary>
    public double Throughput { get; init; }

    /// <summary>What went wrong last, or null.</summary>
    public string? LastFailure { get; init; }
}

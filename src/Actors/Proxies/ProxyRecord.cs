using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>What is known of one SOCKS5 proxy.</summary>
/// <param name="Jid">The JID that activates streams; the streamhost's own, which need not be the one that was asked.</param>
/// <param name="Hosts">Its addresses, in the order in which it told them; empty: it never told any.</param>
public sealed record ProxyRecord(Jid Jid, ImmutableArray<Streamhost> Hosts)
{
    private const double Weight = 0.3;

    // What a proxy is judged by until it was used: between a good and a bad one.
    private const double GuessedBytesPerSecond = 4 << 20;
    private const double GuessedSeconds = 0.5;
    private const double TypicalBytes = 16 << 20;

    /// <summary>Our streams that run through it.</summary>
    public int Active { get; init; }

    /// <summary>How often it let a stream through.</summary>
    public int Successes { get; init; }

    /// <summary>How often it failed since it last worked.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>The part of the streams that it carried, 0 to 1, a moving average.</summary>
    public double Chance { get; init; } = 1;

    /// <summary>Until then it is offered last.</summary>
    public DateTimeOffset BrokenUntil { get; init; }

    /// <summary>From connecting to the activation's answer, a moving average; zero before the first.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Bytes per second of a stream, a moving average; 0 before the first.</summary>
    public double Throughput { get; init; }

    /// <summary>What went wrong last, or null.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Switched off by a command.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether it can be offered at all.</summary>
    public bool IsUsable => !IsDisabled && Hosts.Length > 0;

    /// <summary>The bytes per second that a typical stream may expect of it, connecting and failing included.</summary>
    public double Score
    {
        get
        {
            var seconds = (Latency == TimeSpan.Zero ? GuessedSeconds : Latency.TotalSeconds)
                + (TypicalBytes / (Throughput == 0 ? GuessedBytesPerSecond : Throughput));
            return Chance * TypicalBytes / seconds;
        }
    }

    /// <summary>After it told its addresses.</summary>
    public ProxyRecord Told(ImmutableArray<Streamhost> hosts) => this with { Hosts = hosts };

    /// <summary>After a stream through it was activated.</summary>
    public ProxyRecord Activated(TimeSpan latency) => this with
    {
        Active = Active + 1,
        Successes = Successes + 1,
        Latency = Latency == TimeSpan.Zero ? latency : TimeSpan.FromSeconds(Average(Latency.TotalSeconds, latency.TotalSeconds)),
    };

    /// <summary>After a file arrived whose last bytes went through it: an activation alone carries nothing.</summary>
    public ProxyRecord Worked() => this with { FailuresInARow = 0, Chance = Average(Chance, 1), BrokenUntil = default };

    /// <summary>After it could not be reached, did not activate, or carried nothing.</summary>
    public ProxyRecord Failed(string detail, DateTimeOffset brokenUntil) => this with
    {
        FailuresInARow = FailuresInARow + 1,
        Chance = Average(Chance, 0),
        LastFailure = detail,
        BrokenUntil = brokenUntil,
    };

    /// <summary>After a stream through it ended.</summary>
    public ProxyRecord Released(double bytesPerSecond) => this with
    {
        Active = Math.Max(0, Active - 1),
        Throughput = bytesPerSecond <= 0 ? Throughput : Throughput == 0 ? bytesPerSecond : Average(Throughput, bytesPerSecond),
    };

    /// <summary>How it does.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isRefused">It serves none of our accounts.</param>
    public ProxyState State(DateTimeOffset now, bool isRefused) =>
        IsDisabled ? ProxyState.Disabled
        : isRefused ? ProxyState.Refused
        : BrokenUntil > now ? ProxyState.OpenCircuit
        : Successes > 0 && FailuresInARow == 0 ? ProxyState.Healthy
        : ProxyState.Unknown;

    private static double Average(double before, double now) => (before * (1 - Weight)) + (now * Weight);
}

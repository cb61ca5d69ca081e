using System.Collections.Immutable;

namespace Orchestrator.Actors.Admin;

/// <summary>One SOCKS5 proxy as the outside sees it.</summary>
public sealed record ProxyView
{
    /// <summary>The JID that activates its streams.</summary>
    public required string Jid { get; init; }

    /// <summary>Our accounts that were told of it.</summary>
    public required ImmutableArray<string> Accounts { get; init; }

    /// <summary>Its addresses, <c>host:port</c>; empty: it never told any.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Named by the configuration; otherwise the server told of it.</summary>
    public required bool Configured { get; init; }

    /// <summary>How it does.</summary>
    public required ProxyState State { get; init; }

    /// <summary>Streams that it let through.</summary>
    public required int Successes { get; init; }

    /// <summary>Failures in a row.</summary>
    public required int Failures { get; init; }

    /// <summary>From connecting to the activation's answer, a moving average in ms; null before the first.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Bytes per second of a stream, a moving average; null before the first.</summary>
    public double? BytesPerSecond { get; init; }

    /// <summary>Our streams that run through it.</summary>
    public required int Streams { get; init; }

    /// <summary>When an open circuit gets another chance.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Mend { get; init; }
}

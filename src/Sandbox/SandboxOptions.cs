using System.Collections.Immutable;
using System.Net;

namespace Orchestrator.Sandbox;

/// <summary>What a <see cref="SandboxServer"/> serves. Everything it opens is on loopback.</summary>
public sealed class SandboxOptions
{
    /// <summary>The server's name, the domain of its users.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>The loopback address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port for clients; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The TCP port for components (XEP-0114); 0 takes a free one.</summary>
    public int ComponentPort { get; init; }

    /// <summary>Local part to password.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Component domain to secret.</summary>
    public IReadOnlyDictionary<string, string> Components { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether STARTTLS is offered, with a self-signed certificate.</summary>
    public bool OfferTls { get; init; } = true;

    /// <summary>Whether nobody may log in without TLS.</summary>
    public bool RequireTls { get; init; }

    /// <summary>On a second login with the same resource: end the first (true), or refuse the second (false).</summary>
    public bool ReplaceOnConflict { get; init; } = true;

    /// <summary>How much may wait for a slow client before it is cut off, in characters of XML.</summary>
    public int MaxQueued { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long logging in, or one write to a client, may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock of delayed stanzas.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

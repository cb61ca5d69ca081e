using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Host.Api;
using Orchestrator.Host.Api.Webhooks;

namespace Orchestrator.Host.Configuration;

/// <summary>How the API is served.</summary>
internal sealed record HttpSettings
{
    /// <summary>An address, port 0: any free one; or a unix socket.</summary>
    public required EndPoint Listen { get; init; }

    /// <summary>For TLS; null: plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who may do what; null: whoever can connect may do all.</summary>
    public AccessTokens? Tokens { get; init; }

    /// <summary>Connections at one time.</summary>
    public required int MaxConnections { get; init; }

    /// <summary>Readers of the event stream at one time.</summary>
    public required int MaxEventStreams { get; init; }

    /// <summary>Requests a second from one address.</summary>
    public required int RequestsPerSecond { get; init; }

    /// <summary>The largest file that may be uploaded, bytes.</summary>
    public required long MaxUpload { get; init; }

    /// <summary>Who is told what happens.</summary>
    public ImmutableArray<WebhookSettings> Webhooks { get; init; } = [];
}

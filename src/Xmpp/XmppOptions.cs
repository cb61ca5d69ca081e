using System.Text;

namespace Orchestrator.Xmpp;

/// <summary>One account, or one external component, and how its server is reached.</summary>
public sealed record XmppOptions
{
    /// <summary>The account. Without local part: an external component (XEP-0114). A resource asks the server for just that one.</summary>
    public required Jid Jid { get; init; }

    /// <summary>The account's password or the component's secret. Never printed.</summary>
    public required string Password { get; init; }

    /// <summary>Name or address to connect to. The certificate is checked against the JID's domain, not against this.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 5222;

    /// <summary>How the connection is protected. A component's stream knows no STARTTLS: direct or insecure.</summary>
    public TlsMode Tls { get; init; } = TlsMode.Required;

    /// <summary>PEM file with the only authorities to trust; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>SHA-256 of the server's certificate in hex, colons allowed. When set, it alone decides.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Bound for all of connecting: TCP, TLS, SASL, binding.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request waits for its answer unless told otherwise.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a handler may take to answer a request; then the peer gets internal-server-error.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a handler may take where the answer comes only after a file was fetched (XEP-0066 §2).</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Silence of the server after which it is pinged (XEP-0199).</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the pinged server may stay silent before the connection counts as dead.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Largest stanza that is accepted, in bytes.</summary>
    public int MaxStanzaBytes { get; init; } = 1024 * 1024;

    /// <summary>Deepest nesting of a stanza that is accepted.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Whether this is an external component (XEP-0114) and not an account.</summary>
    public bool IsComponent => Jid.IsDomain;

    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Jid = {Jid}, Host = {Host}, Port = {Port}, Tls = {Tls}");
        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using Orchestrator.Xmpp.Jids;

namespace Orchestrator.Xmpp;

/// <summary>
/// An XMPP address, <c>local@domain/resource</c>, held in the prepared form that servers compare and stamp (RFC 7622).
/// Two addresses are equal when their prepared forms are; <see cref="ToString"/> gives that form.
/// </summary>
public sealed record Jid
{
    private readonly string _text;

    private Jid(string? local, string domain, string? resource)
    {
        Local = local;
        Domain = domain;
        Resource = resource;
        _text = (local is null ? "" : local + "@") + domain + (resource is null ? "" : "/" + resource);
    }

    /// <summary>The part before <c>@</c>, or null for a server or component.</summary>
    public string? Local { get; }

    /// <summary>The server's or component's name; never empty.</summary>
    public string Domain { get; }

    /// <summary>The part after the first <c>/</c>, or null for a bare address.</summary>
    public string? Resource { get; }

    /// <summary>Whether the address names one connected resource (a full JID).</summary>
    public bool HasResource => Resource is not null;

    /// <summary>Whether the address has no resource.</summary>
    public bool IsBare => Resource is null;

    /// <summary>Whether the address has no local part: a server, a component or a service.</summary>
    public bool IsDomain => Local is null;

    /// <summary>This address without its resource.</summary>
    public Jid Bare => IsBare ? this : new Jid(Local, Domain, null);

    /// <summary>Reads and prepares an address.</summary>
    /// <exception cref="FormatException">The text is no JID; the message names the fault and the mend.</exception>
    public static Jid Parse(string text) =>
        TryParse(text, out var jid, out var error) ? jid : throw new FormatException(error);

    /// <summary>Reads and prepares an address; on failure <paramref name="error"/> names the fault and the mend.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Jid? jid, [NotNullWhen(false)] out string? error)
    {
        jid = null;
        if (string.IsNullOrEmpty(text))
        {
            error = "The JID is empty; write it as local@domain or local@domain/resource.";
            return false;
        }

        // The first slash ends the bare part; only an @ before it divides local and domain (RFC 7622 §3.1).
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? text : text[..slash];
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        var local = at < 0 ? null : bare[..at];
        var domain = bare[(at + 1)..];
        var resource = slash < 0 ? null : text[(slash + 1)..];

        error = (local is null ? null : JidPreparation.Local(ref local))
            ?? JidPreparation.Domain(ref domain)
            ?? (resource is null ? null : JidPreparation.Resource(ref resource));
        if (error is not null)
            return false;

        jid = new Jid(local, domain, resource);
        return true;
    }

    /// <summary>The same bare address with another resource.</summary>
    /// <exception cref="FormatException">The resource is empty, too long or holds forbidden characters.</exception>
    public Jid WithResource(string resource) => Parse(Bare + "/" + resource);

    /// <summary>The prepared address, as it goes on the wire.</summary>
    public override string ToString() => _text;
}

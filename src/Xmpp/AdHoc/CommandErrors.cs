using System.Xml.Linq;

namespace Orchestrator.Xmpp.AdHoc;

/// <summary>The errors of ad-hoc commands (XEP-0050 §4.2).</summary>
public static class CommandErrors
{
    /// <summary>The action is known, but not possible now.</summary>
    public static StanzaError BadAction { get; } = With("bad-action");

    /// <summary>The action is not known.</summary>
    public static StanzaError MalformedAction { get; } = With("malformed-action");

    /// <summary>What was filled in cannot be used; the text tells the mend.</summary>
    public static StanzaError BadPayload(string text) => With("bad-payload") with { Text = text };

    private static StanzaError With(string condition) => StanzaError.BadRequest(application: new XElement(Ns.Commands + condition));
}

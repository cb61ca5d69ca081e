using System.Xml.Linq;

namespace Orchestrator.Xmpp;

/// <summary>The <c>&lt;error/&gt;</c> of a stanza (RFC 6120 §8.3).</summary>
/// <param name="Type">What the receiver of the error may do.</param>
/// <param name="Condition">The defined condition's element name, such as <c>item-not-found</c>.</param>
/// <param name="Text">Words for humans, if any.</param>
/// <param name="Application">The application-specific condition, if any.</param>
public sealed partial record StanzaError(
    StanzaErrorType Type, string Condition, string? Text = null, XElement? Application = null)
{
    /// <summary>The longest text that is kept of a received error, in characters.</summary>
    public const int MaxTextLength = 1024;

    private const string Undefined = "undefined-condition";

    private static readonly HashSet<string> _defined =
    [
        "bad-request", "conflict", "feature-not-implemented", "forbidden", "gone", "internal-server-error",
        "item-not-found", "jid-malformed", "not-acceptable", "not-allowed", "not-authorized", "policy-violation",
        "recipient-unavailable", "redirect", "registration-required", "remote-server-not-found",
        "remote-server-timeout", "resource-constraint", "service-unavailable", "subscription-required",
        Undefined, "unexpected-request",
    ];

    /// <summary>Reads an <c>&lt;error/&gt;</c>, or a stanza that holds one. Never throws: what cannot be understood
    /// becomes <c>undefined-condition</c> of type cancel.</summary>
    public static StanzaError Parse(XElement? errorOrStanza)
    {
        var error = errorOrStanza?.Name.LocalName == "error"
            ? errorOrStanza
            : errorOrStanza?.Elements().FirstOrDefault(child => child.Name.LocalName == "error");
        if (error is null)
            return new StanzaError(StanzaErrorType.Cancel, Undefined);

        var ours = error.Elements().Where(child => child.Name.Namespace == Ns.StanzaErrors).ToList();
        var condition = ours.Select(child => child.Name.LocalName).FirstOrDefault(_defined.Contains) ?? Undefined;
        var text = ours.FirstOrDefault(child => child.Name.LocalName == "text")?.Value;
        var application = error.Elements().FirstOrDefault(child => child.Name.Namespace != Ns.StanzaErrors);
        return new StanzaError(
            ParseType((string?)error.Attribute("type")),
            condition,
            text is { Length: > MaxTextLength } ? text[..MaxTextLength] : text,
            application is null ? null : new XElement(application));
    }

    /// <summary>The <c>&lt;error/&gt;</c> element in the stream's namespace, <c>jabber:client</c> unless told otherwise.</summary>
    public XElement ToXml(XNamespace? stream = null) =>
        new(
            (stream ?? Ns.Client) + "error",
            new XAttribute("type", NameOf(Type)),
            new XElement(Ns.StanzaErrors + Condition),
            Text is null ? null : new XElement(Ns.StanzaErrors + "text", XmlText.Writable(Text)),
            Application is null ? null : new XElement(Application));

    /// <summary>One line for logs: condition, type, application-specific condition and text.</summary>
    public override string ToString() =>
        $"{Condition} ({NameOf(Type)})"
        + (Application is null ? "" : $", {Application.Name.LocalName}")
        + (Text is null ? "" : $": {Text}");

    private static StanzaErrorType ParseType(string? name) => name switch
    {
        "modify" => StanzaErrorType.Modify,
        "wait" => StanzaErrorType.Wait,
        "auth" => StanzaErrorType.Auth,
        "continue" => StanzaErrorType.Continue,
        _ => StanzaErrorType.Cancel,
    };

    private static string NameOf(StanzaErrorType type) => type switch
    {
        StanzaErrorType.Modify => "modify",
        StanzaErrorType.Wait => "wait",
        StanzaErrorType.Auth => "auth",
        StanzaErrorType.Continue => "continue",
        _ => "cancel",
    };
}

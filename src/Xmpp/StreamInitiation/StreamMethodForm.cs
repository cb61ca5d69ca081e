using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The negotiation of the stream method: a data form in a <c>&lt;feature/&gt;</c> (XEP-0020 §2, XEP-0004).</summary>
internal static class StreamMethodForm
{
    private const int MaxMethods = 32;
    private const int MaxMethodLength = 1024;
    private const string Variable = "stream-method";
    private static readonly XName _feature = Ns.FeatureNegotiation + "feature";
    private static readonly XName _form = Ns.DataForms + "x";
    private static readonly XName _field = Ns.DataForms + "field";
    private static readonly XName _option = Ns.DataForms + "option";
    private static readonly XName _value = Ns.DataForms + "value";

    public static XElement Offer(ImmutableArray<string> methods) =>
        Feature("form", new XElement(
            _field,
            new XAttribute("var", Variable),
            new XAttribute("type", "list-single"),
            methods.Select(method => new XElement(_option, new XElement(_value, method)))));

    public static XElement Submit(string method) =>
        Feature("submit", new XElement(_field, new XAttribute("var", Variable), new XElement(_value, method)));

    /// <summary>The options, or when there is none the bare values, in order and each once.</summary>
    public static ImmutableArray<string> ReadOffered(XElement si)
    {
        var field = Field(si);
        var options = Values(field?.Elements(_option).Elements(_value));
        return options.IsEmpty ? Values(field?.Elements(_value)) : options;
    }

    /// <summary>The one value chosen, or where there is none the one option; null when there is no or more than one.</summary>
    public static string? ReadSubmitted(XElement si)
    {
        var field = Field(si);
        var values = Values(field?.Elements(_value));
        return (values.IsEmpty ? Values(field?.Elements(_option).Elements(_value)) : values) is [var method] ? method : null;
    }

    private static XElement Feature(string type, XElement field) =>
        new(_feature, new XElement(_form, new XAttribute("type", type), field));

    private static XElement? Field(XElement si) => si
        .Elements(_feature).Elements(_form).Elements(_field)
        .FirstOrDefault(field => field.Attribute("var")?.Value == Variable);

    private static ImmutableArray<string> Values(IEnumerable<XElement>? elements) =>
    [
        .. (elements ?? [])
            .Take(MaxMethods)
            .Select(element => element.Value.Trim())
            .Where(value => value.Length is > 0 and <= MaxMethodLength)
            .Distinct(),
    ];
}

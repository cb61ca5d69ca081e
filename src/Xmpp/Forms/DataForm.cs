using System.Collections.Immutable;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Forms;

/// <summary>A form that is to be filled in, or a result to be shown (XEP-0004).</summary>
/// <param name="Title">What it is about.</param>
public sealed record DataForm(string Title)
{
    private const int MaxFields = 64;
    private const int MaxValues = 64;
    private const int MaxLength = 16_384;
    private static readonly XName _form = Ns.DataForms + "x";
    private static readonly XName _field = Ns.DataForms + "field";
    private static readonly XName _value = Ns.DataForms + "value";

    /// <summary>The fields, in the order to show them.</summary>
    public ImmutableArray<FormField> Fields { get; init; } = [];

    /// <summary>The columns of a result that is a table (XEP-0004 §3.4).</summary>
    public ImmutableArray<FormField> Columns { get; init; } = [];

    /// <summary>The rows of the table: a value for each column.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; init; } = [];

    /// <summary>
    /// What was filled in, by field; null where there is no form of type <c>submit</c>. Fields without a name are skipped, and
    /// at most 64 fields of 64 values of 16,384 characters are taken.
    /// </summary>
    public static ImmutableDictionary<string, ImmutableArray<string>>? ReadSubmitted(XElement parent)
    {
        var form = parent.Elements(_form).FirstOrDefault(x => (string?)x.Attribute("type") == "submit");
        return form?.Elements(_field)
            .Take(MaxFields)
            .Where(field => field.Attribute("var")?.Value.Length is > 0 and <= MaxLength)
            .DistinctBy(field => field.Attribute("var")!.Value)
            .ToImmutableDictionary(
                field => field.Attribute("var")!.Value,
                field => field.Elements(_value).Take(MaxValues).Select(v => v.Value).Where(v => v.Length <= MaxLength).ToImmutableArray());
    }

    /// <summary>The form to be filled in.</summary>
    public XElement ToForm() => ToXml("form");

    /// <summary>The result to be shown.</summary>
    public XElement ToResult() => ToXml("result");

    private XElement ToXml(string type) => new(
        _form,
        new XAttribute("type", type),
        new XElement(Ns.DataForms + "title", XmlText.Writable(Title)),
        Fields.Select(Field),
        Columns.IsEmpty ? null : new XElement(Ns.DataForms + "reported", Columns.Select(Field)),
        Rows.Select(row => new XElement(
            Ns.DataForms + "item",
            Columns.Zip(row, (column, value) => new XElement(_field, new XAttribute("var", column.Var), Value(value))))));

    private static XElement Field(FormField field) => new(
        _field,
        new XAttribute("var", field.Var),
        new XAttribute("type", field.Type),
        new XAttribute("label", field.Label),
        field.IsRequired ? new XElement(Ns.DataForms + "required") : null,
        field.Values.Select(Value),
        field.Options.Select(option => new XElement(Ns.DataForms + "option", new XAttribute("label", option), Value(option))));

    private static XElement Value(string text) => new(_value, XmlText.Writable(text));
}

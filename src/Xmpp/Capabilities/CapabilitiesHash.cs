using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Capabilities;

/// <summary>The hash over a <c>disco#info</c> answer (XEP-0115 §5).</summary>
public static class CapabilitiesHash
{
    /// <summary>
    /// The hash in base64; null when the answer is ill-formed (XEP-0115 §5.4) or the hash function is not known here
    /// (known: sha-1, sha-256, sha-384, sha-512).
    /// </summary>
    /// <param name="query">The answer's <c>&lt;query/&gt;</c>.</param>
    /// <param name="function">The name of the hash function.</param>
    public static string? Compute(XElement query, string function)
    {
        if (Describe(query) is not { } text)
            return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        return function switch
        {
            "sha-1" => Convert.ToBase64String(SHA1.HashData(bytes)),
            "sha-256" => Convert.ToBase64String(SHA256.HashData(bytes)),
            "sha-384" => Convert.ToBase64String(SHA384.HashData(bytes)),
            "sha-512" => Convert.ToBase64String(SHA512.HashData(bytes)),
            _ => null,
        };
    }

    private static string? Describe(XElement query)
    {
        var identities = query.Elements(Ns.DiscoInfo + "identity")
            .Select(i => (Category: Value(i, "category"), Type: Value(i, "type"), Lang: i.Attribute(XNamespace.Xml + "lang")?.Value ?? "", Name: Value(i, "name")))
            .OrderBy(i => i.Category, StringComparer.Ordinal).ThenBy(i => i.Type, StringComparer.Ordinal)
            .ThenBy(i => i.Lang, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal)
            .Select(i => $"{i.Category}/{i.Type}/{i.Lang}/{i.Name}")
            .ToList();
        var features = Sorted(query.Elements(Ns.DiscoInfo + "feature").Select(f => Value(f, "var")));
        if (!Distinct(identities) || !Distinct(features) || Forms(query) is not { } forms || !Distinct([.. forms.Select(f => f[0])]))
            return null;

        string[] parts = [.. identities, .. features, .. forms.SelectMany(form => form)];
        // The separator inside a value would let two different answers have one hash.
        return parts.Any(part => part.Contains('<', StringComparison.Ordinal)) ? null : string.Concat(parts.Select(part => part + "<"));
    }

    // The forms of XEP-0128: each its FORM_TYPE, then its fields and their values. Null: ill-formed.
    private static List<List<string>>? Forms(XElement query)
    {
        var forms = new List<List<string>>();
        foreach (var form in query.Elements(Ns.DataForms + "x"))
        {
            var fields = form.Elements(Ns.DataForms + "field").Select(f => (Var: Value(f, "var"), Type: Value(f, "type"), Values: Values(f))).ToList();
            var types = fields.Where(f => f.Var == "FORM_TYPE").ToList();
            if (types.SelectMany(t => t.Values).Distinct().Count() > 1)
                return null;
            if (types is [{ Type: "hidden", Values: [var type, ..] }, ..])
            {
                forms.Add([type, .. fields.Where(f => f.Var != "FORM_TYPE").OrderBy(f => f.Var, StringComparer.Ordinal)
                    .SelectMany(f => f.Values.Prepend(f.Var))]);
            }
        }

        forms.Sort((a, b) => string.CompareOrdinal(a[0], b[0]));
        return forms;
    }

    private static List<string> Values(XElement field) => Sorted(field.Elements(Ns.DataForms + "value").Select(v => v.Value));

    private static List<string> Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];

    private static bool Distinct(List<string> texts) => texts.Distinct().Count() == texts.Count;

    private static string Value(XElement element, string attribute) => element.Attribute(attribute)?.Value ?? "";
}

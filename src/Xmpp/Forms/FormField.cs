using System.Collections.Immutable;

namespace Orchestrator.Xmpp.Forms;

/// <summary>A field of a data form (XEP-0004 §3.2).</summary>
/// <param name="Var">Its name, unique in the form.</param>
/// <param name="Type">How it is filled in, such as <c>text-single</c>, <c>list-multi</c>, <c>boolean</c>, <c>fixed</c>.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Values">What it holds, or what it is proposed to hold.</param>
public sealed record FormField(string Var, string Type, string Label, params ImmutableArray<string> Values)
{
    /// <summary>The values to choose from, for the list types.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Must be filled in.</summary>
    public bool IsRequired { get; init; }
}

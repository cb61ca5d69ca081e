using System.Collections.Immutable;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>One ad-hoc command: a form, if it needs one, and the question to the admin actor that follows from it.</summary>
/// <param name="Name">Its name; the node is <c>orchestrator#NAME</c>.</param>
/// <param name="Title">What it does.</param>
/// <param name="Fields">The form; empty: it is executed at once.</param>
/// <param name="Question">What was filled in, and who asks (bare), as a message of <see cref="Admin.AdminProtocol"/>; throws <see cref="StanzaErrorException"/> at what cannot be used.</param>
internal sealed record DoorCommand(string Name, string Title, ImmutableArray<FormField> Fields, Func<CommandRequest, Jid, object> Question)
{
    private const string Prefix = "orchestrator#";

    /// <summary>The node of XEP-0050.</summary>
    public string Node => Prefix + Name;

    /// <summary>The command of that node, or null.</summary>
    public static DoorCommand? Find(string? node) =>
        node is not null && node.StartsWith(Prefix, StringComparison.Ordinal) ? DoorCommands.All.FirstOrDefault(c => c.Node == node) : null;
}

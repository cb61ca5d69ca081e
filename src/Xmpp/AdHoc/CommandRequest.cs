using System.Collections.Immutable;
using System.Xml.Linq;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Xmpp.AdHoc;

/// <summary>Somebody executes an ad-hoc command (XEP-0050 §2.2).</summary>
/// <param name="Node">Which command.</param>
/// <param name="SessionId">The session that it belongs to; null in the first request.</param>
/// <param name="IsCancel">The command is to be given up.</param>
/// <param name="Form">What was filled in, by field; null in the first request.</param>
public sealed record CommandRequest(
    string Node, string? SessionId, bool IsCancel, ImmutableDictionary<string, ImmutableArray<string>>? Form)
{
    /// <summary>The name of the element.</summary>
    public static readonly XName ElementName = Ns.Commands + "command";

    private const int MaxLength = 256;

    /// <summary>Reads the request.</summary>
    /// <exception cref="StanzaErrorException">bad-request: no node, or an action that XEP-0050 does not know.</exception>
    public static CommandRequest Parse(XElement command)
    {
        command.ExpectName(ElementName);
        var action = command.Optional("action", MaxLength) ?? "execute";
        return action switch
        {
            "execute" or "complete" or "next" or "cancel" => new CommandRequest(
                command.Required("node", MaxLength), command.Optional("sessionid", MaxLength), action == "cancel", DataForm.ReadSubmitted(command)),
            // One form, one answer: there is nothing to go back to.
            "prev" => throw new StanzaErrorException(CommandErrors.BadAction),
            _ => throw new StanzaErrorException(CommandErrors.MalformedAction),
        };
    }

    /// <summary>The value of a field that holds one; null when it is absent or blank.</summary>
    public string? Value(string field) =>
        Form?.GetValueOrDefault(field, []) is [var value, ..] && value.Trim() is { Length: > 0 } text ? text : null;
}

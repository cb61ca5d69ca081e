using System.Collections.Immutable;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Accounts;

/// <summary>Who may send to an account.</summary>
public static class AcceptRules
{
    /// <summary>
    /// Whether a rule lets the sender in: <c>*</c> everybody, <c>*@example.org</c> every user of a domain,
    /// <c>example.org</c> a component or server itself, <c>bot@example.org</c> one account. No rule: nobody.
    /// </summary>
    public static bool Accept(ImmutableArray<string> rules, Jid sender) => rules.Any(rule => rule switch
    {
        "*" => true,
        ['*', '@', .. var domain] => !sender.IsDomain && Jid.TryParse(domain, out var jid, out _) && jid.Domain == sender.Domain,
        _ => Jid.TryParse(rule, out var jid, out _) && jid.Bare == sender.Bare,
    });
}

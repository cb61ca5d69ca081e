using System.Collections.Immutable;

namespace Orchestrator.Sandbox.Faults;

/// <summary>The faults of a <see cref="SandboxServer"/>; for each stanza the first rule that matches strikes.</summary>
public sealed class FaultRules
{
    private ImmutableArray<FaultRule> _rules = [];

    /// <summary>Lets a fault strike the next <paramref name="count"/> stanzas that match.</summary>
    public FaultRule Add(Func<StanzaInTransit, bool> when, Fault fault, int count = 1)
    {
        var rule = new FaultRule(when, fault, count);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    /// <summary>Ends all faults.</summary>
    public void Clear() => ImmutableInterlocked.InterlockedExchange(ref _rules, []);

    internal Fault? Strike(StanzaInTransit transit)
    {
        foreach (var rule in _rules)
        {
            if (rule.Strikes(transit))
                return rule.Fault;
        }

        return null;
    }
}

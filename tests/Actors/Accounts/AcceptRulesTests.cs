using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Accounts;

public sealed class AcceptRulesTests
{
    [Theory]
    [InlineData("*", "anybody@anywhere.example/x", true)]
    [InlineData("*@example.org", "bot@example.org/x", true)]
    [InlineData("*@EXAMPLE.org", "bot@example.org", true)]
    [InlineData("*@example.org", "bot@sub.example.org", false)]
    [InlineData("*@example.org", "example.org", false)]
    [InlineData("*@example.org", "bot@evil-example.org", false)]
    [InlineData("example.org", "example.org", true)]
    [InlineData("example.org", "bot@example.org", false)]
    [InlineData("bot@example.org", "bot@example.org/any", true)]
    [InlineData("bot@example.org", "bot2@example.org", false)]
    [InlineData("a@b.c bot@example.org", "bot@example.org", true)]
    [InlineData("", "bot@example.org", false)]
    [InlineData("@@", "bot@example.org", false)]
    public void A_rule_lets_in(string rules, string sender, bool accepted) =>
        AcceptRules.Accept([.. rules.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Jid.Parse(sender)).ShouldBe(accepted);
}

using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Tests.Xmpp.Sasl;

public sealed class SaslChoiceTests
{
    private static readonly string[] _all = ["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "DIGEST-MD5"];
    private static readonly ChannelFacts _bound = new(true, [("tls-server-end-point", [1]), ("tls-unique", [2])]);
    private static readonly ChannelFacts _unbound = new(true, []);

    [Fact]
    public void The_strongest_bound_mechanism_wins()
    {
        var choice = SaslChoice.Choose(_all, ["tls-server-end-point"], _bound)!;
        (choice.Mechanism, choice.Gs2Flag, choice.Binding[0]).ShouldBe(("SCRAM-SHA-256-PLUS", "p=tls-server-end-point", (byte)1));
        SaslChoice.Choose(_all, null, _bound)!.Gs2Flag.ShouldBe("p=tls-unique");
    }

    [Fact]
    public void Without_an_offer_to_bind_the_server_is_told_that_we_could() =>
        SaslChoice.Choose(["SCRAM-SHA-1", "SCRAM-SHA-256"], null, _bound)!.ShouldSatisfyAllConditions(
            c => c.Mechanism.ShouldBe("SCRAM-SHA-256"),
            c => c.Gs2Flag.ShouldBe("y"));

    [Fact]
    public void When_the_ends_share_no_binding_the_server_is_told_that_we_cannot()
    {
        SaslChoice.Choose(_all, ["tls-exporter"], _bound)!.ShouldSatisfyAllConditions(
            c => c.Mechanism.ShouldBe("SCRAM-SHA-256"),
            c => c.Gs2Flag.ShouldBe("n"));
        SaslChoice.Choose(_all, null, _unbound)!.Gs2Flag.ShouldBe("n");
    }

    [Fact]
    public void PLAIN_needs_TLS_and_the_lack_of_anything_better()
    {
        SaslChoice.Choose(["PLAIN"], null, _unbound)!.Mechanism.ShouldBe("PLAIN");
        SaslChoice.Choose(["PLAIN", "SCRAM-SHA-1"], null, _unbound)!.Mechanism.ShouldBe("SCRAM-SHA-1");
        SaslChoice.Choose(["PLAIN"], null, ChannelFacts.Plain).ShouldBeNull();
        SaslChoice.Choose(["DIGEST-MD5", "X-OAUTH2"], null, _bound).ShouldBeNull();
    }
}

using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Jids;

public class JidTests
{
    [Theory]
    [InlineData("example.org", null, "example.org", null)]
    [InlineData("bot@example.org", "bot", "example.org", null)]
    [InlineData("bot@example.org/Desk", "bot", "example.org", "Desk")]
    [InlineData("proxy.example.org/12", null, "proxy.example.org", "12")]
    [InlineData("bot@example.org/a/b@c", "bot", "example.org", "a/b@c")]
    [InlineData("example.org/a@b", null, "example.org", "a@b")]
    [InlineData("bot@[2001:db8::1]/x", "bot", "[2001:db8::1]", "x")]
    [InlineData("a..b-c_d@localhost", "a..b-c_d", "localhost", null)]
    public void An_address_falls_into_its_parts(string text, string? local, string domain, string? resource)
    {
        var jid = Jid.Parse(text);

        jid.Local.ShouldBe(local);
        jid.Domain.ShouldBe(domain);
        jid.Resource.ShouldBe(resource);
        jid.ToString().ShouldBe(text);
        jid.HasResource.ShouldBe(resource is not null);
        jid.IsBare.ShouldBe(resource is null);
        jid.IsDomain.ShouldBe(local is null);
    }

    [Theory]
    [InlineData("BoT@Example.ORG./Desk", "bot@example.org/Desk")]
    [InlineData("ÄRGER@BÜCHER.example", "ärger@bücher.example")]
    [InlineData("ΣΊΣΥΦΟΣ@example.org", "σίσυφοσ@example.org")]
    [InlineData("Strauß@strauß.example", "strauss@strauss.example")]
    [InlineData("\u212A@example.org", "k@example.org")]
    [InlineData("Ｂｏｔ@example。org", "bot@example.org")]
    [InlineData("bot@xn--bcher-kva.example", "bot@xn--bcher-kva.example")]
    [InlineData("u\u0308ber@example.org/e\u0301", "über@example.org/é")]
    [InlineData("bot@example.org/two\u00A0words", "bot@example.org/two words")]
    [Trait("Conformance", "17")]
    public void An_address_takes_the_form_that_servers_stamp(string typed, string stamped)
    {
        Jid.Parse(typed).ToString().ShouldBe(stamped);
        Jid.Parse(typed).ShouldBe(Jid.Parse(stamped));
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("@example.org", "local part is empty")]
    [InlineData("bot@", "domain is empty")]
    [InlineData("bot@/x", "domain is empty")]
    [InlineData("bot@example.org/", "resource is empty")]
    [InlineData("b ot@example.org", "U+0020")]
    [InlineData("b&ot@example.org", "'&'")]
    [InlineData("b<ot@example.org", "'<'")]
    [InlineData("b＠ot@example.org", "'@'")]
    [InlineData("bot@exa mple.org", "U+0020")]
    [InlineData("bot@exam@ple.org", "'@'")]
    [InlineData("bot@example..org", "empty label")]
    [InlineData("bot@.", "empty label")]
    [InlineData("bot@[nonsense]", "IPv6")]
    [InlineData("bot@example.org/a\nb", "U+000A")]
    public void A_malformed_address_is_refused_and_the_fault_named(string? text, string fault)
    {
        Jid.TryParse(text, out var jid, out var error).ShouldBeFalse();
        jid.ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(fault);
        Should.Throw<FormatException>(() => Jid.Parse(text!)).Message.ShouldBe(error);
    }

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, false)]
    public void A_part_holds_at_most_1023_bytes(int length, bool accepted)
    {
        Jid.TryParse(new string('a', length) + "@example.org", out _, out _).ShouldBe(accepted);
        Jid.TryParse("example.org/" + new string('a', length), out _, out _).ShouldBe(accepted);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Jid.TryParse("bot@example.org/" + '\uD800', out _, out _).ShouldBeFalse();

    [Fact]
    public void The_length_is_counted_in_bytes_not_in_characters() =>
        Jid.TryParse("example.org/" + new string('é', 600), out _, out _).ShouldBeFalse();

    [Fact]
    public void Bare_and_WithResource_change_only_the_resource()
    {
        var full = Jid.Parse("bot@example.org/desk");

        full.Bare.ToString().ShouldBe("bot@example.org");
        full.Bare.WithResource("desk").ShouldBe(full);
        full.ShouldNotBe(full.WithResource("Desk"));
        Should.Throw<FormatException>(() => full.WithResource(""));
    }

    [Fact]
    public void Equal_addresses_have_equal_hash_codes() =>
        new HashSet<Jid> { Jid.Parse("A@b.c/r"), Jid.Parse("a@B.C./r") }.Count.ShouldBe(1);
}

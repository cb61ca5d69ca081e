using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class TransferIdTests
{
    private static readonly Jid _alice = Jid.Parse("alice@localhost/one");

    [Fact]
    [Trait("Conformance", "56")]
    public void The_same_url_of_the_same_peer_is_the_same_transfer()
    {
        var id = TransferId.OfUrl("b@h", Jid.Parse("a@h/x"), new Uri("https://files.example.org/1"));
        TransferId.OfUrl("b@h", Jid.Parse("a@h/y"), new Uri("https://files.example.org/1")).ShouldBe(id);
        TransferId.OfUrl("b@h", Jid.Parse("c@h"), new Uri("https://files.example.org/1")).ShouldNotBe(id);
        TransferId.OfUrl("b@h", Jid.Parse("a@h"), new Uri("https://files.example.org/2")).ShouldNotBe(id);
        TransferId.IsValid(id).ShouldBeTrue();
    }

    [Fact]
    public void Ids_are_safe_in_paths_urls_and_xml()
    {
        string[] ids = [TransferId.Random(), TransferId.OfSubmit("a key\0 of anything/.."), TransferId.OfOffer("bob@localhost", _alice, "x")];

        ids.ShouldAllBe(id => id.Length == 24 && id.All(char.IsAsciiLetterOrDigit) && TransferId.IsValid(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd--")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWX")]
    [InlineData("abcdefghijklmnopqrstuvw")]
    public void What_is_no_id_is_told(string text) => TransferId.IsValid(text).ShouldBeFalse();

    [Fact]
    public void A_key_names_one_transfer_and_no_key_a_new_one()
    {
        TransferId.OfSubmit("k").ShouldBe(TransferId.OfSubmit("k"));
        TransferId.OfSubmit("k").ShouldNotBe(TransferId.OfSubmit("K"));
        TransferId.OfSubmit(null).ShouldNotBe(TransferId.OfSubmit(null));
    }

    [Fact]
    public void The_same_offer_is_known_again_from_any_resource_but_from_no_other_peer()
    {
        var id = TransferId.OfOffer("bob@localhost", _alice, "x");

        TransferId.OfOffer("bob@localhost", Jid.Parse("alice@localhost/two"), "x").ShouldBe(id);
        TransferId.OfOffer("bob@localhost", Jid.Parse("mallory@localhost/one"), "x").ShouldNotBe(id);
        TransferId.OfOffer("carol@localhost", _alice, "x").ShouldNotBe(id);
        TransferId.OfOffer("bob@localhost", _alice, "y").ShouldNotBe(id);
        TransferId.OfSubmit("x").ShouldNotBe(id);
    }
}

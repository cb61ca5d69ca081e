using System.Xml.Linq;
using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Capabilities;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Actors.Accounts;

public sealed class PeerDirectoryTests
{
    private static readonly Jid _bob = Jid.Parse("bob@localhost");
    private static readonly DiscoInfo _files = new([new DiscoIdentity("client", "pc")], [Ns.FileTransfer.NamespaceName]);

    [Theory]
    [InlineData("bob@localhost/phone", "", "bob@localhost/phone")]
    [InlineData("files.localhost", "", "files.localhost")]
    [InlineData("bob@localhost", "", "bob@localhost/orchestrator")]
    [InlineData("bob@localhost", "bob@localhost/a", "bob@localhost/a")]
    [InlineData("bob@localhost", "bob@localhost/a=1 bob@localhost/b=5 alice@localhost/c=9", "bob@localhost/b")]
    [InlineData("bob@localhost", "bob@localhost/b=5 bob@localhost/b=- bob@localhost/a=1", "bob@localhost/a")]
    [InlineData("bob@localhost", "bob@localhost/a=nonsense bob@localhost/b=1", "bob@localhost/b")]
    public void A_bare_address_means_its_first_available_resource(string peer, string presences, string expected)
    {
        var directory = presences.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).Aggregate(
            PeerDirectory.Empty, (d, p) => d.After(Jid.Parse(p[0]), Presence(p.ElementAtOrDefault(1))));

        directory.Resolve(Jid.Parse(peer)).ShouldBe((Jid.Parse(expected), null));
    }

    [Fact]
    public void A_flood_of_presence_is_not_remembered()
    {
        var directory = PeerDirectory.Empty;
        for (var i = 0; i < PeerDirectory.MaxResources; i++)
            directory = directory.After(Jid.Parse($"mallory@localhost/{i}"), Presence(null));

        directory.After(Jid.Parse("bob@localhost/a"), Presence(null)).ShouldBe(directory);
    }

    [Fact]
    [Trait("Conformance", "1")]
    public void The_resource_that_takes_files_comes_before_one_of_higher_priority()
    {
        var (phone, desk) = (Jid.Parse("bob@localhost/phone"), Jid.Parse("bob@localhost/desk"));
        var there = PeerDirectory.Empty.After(phone, Presence("9")).After(desk, Presence("1"));
        there.ToAsk(_bob).ShouldBe([(phone, null), (desk, null)]);

        var told = there.Told(phone, new DiscoInfo([], ["urn:chat"]).ToXml()).Told(desk, _files.ToXml());

        told.ToAsk(_bob).ShouldBeEmpty();
        told.Resolve(_bob).Peer.ShouldBe(desk);
        told.Resolve(_bob).Info!.Supports(Ns.FileTransfer).ShouldBeTrue();
    }

    [Fact]
    [Trait("Conformance", "1")]
    public void Verified_capabilities_are_asked_for_once_and_hold_for_everybody_who_shows_them()
    {
        var (bob, carol) = (Jid.Parse("bob@localhost/a"), Jid.Parse("carol@localhost/b"));
        var there = PeerDirectory.Empty.After(bob, Capable(_files)).After(carol, Capable(_files));
        var (asked, node) = there.ToAsk(_bob).ShouldHaveSingleItem();
        asked.ShouldBe(bob);

        var told = there.Told(bob, (_files with { Node = node }).ToXml());

        told.ToAsk(carol.Bare).ShouldBeEmpty();
        told.Resolve(carol).Info!.Supports(Ns.FileTransfer).ShouldBeTrue();
        var back = told.Alone().After(carol, Capable(_files));
        back.ToAsk(carol.Bare).ShouldBeEmpty();
    }

    [Fact]
    public void A_hash_that_does_not_match_the_answer_says_nothing_of_others()
    {
        var (mallory, bob) = (Jid.Parse("mallory@localhost/a"), Jid.Parse("bob@localhost/b"));
        var told = PeerDirectory.Empty.After(mallory, Capable(_files)).After(bob, Capable(_files)).Told(mallory, new DiscoInfo([], ["urn:lie"]).ToXml());

        told.Resolve(mallory).Info!.Supports("urn:lie").ShouldBeTrue();
        told.Resolve(bob).Info.ShouldBeNull();
        told.ToAsk(_bob).ShouldHaveSingleItem();
    }

    [Fact]
    public void Who_does_not_answer_is_the_last_choice_and_not_asked_again_before_its_next_presence()
    {
        var (phone, desk) = (Jid.Parse("bob@localhost/phone"), Jid.Parse("bob@localhost/desk"));
        var there = PeerDirectory.Empty.After(phone, Presence("9")).After(desk, Presence("1")).Told(phone, null).Told(desk, _files.ToXml());

        there.ToAsk(_bob).ShouldBeEmpty();
        there.Resolve(_bob).Peer.ShouldBe(desk);
        there.After(desk, Presence("-")).Resolve(_bob).ShouldBe((phone, null));
        there.After(phone, Presence("9")).ToAsk(_bob).ShouldBe([(phone, null)]);
    }

    [Fact]
    public void No_more_than_a_few_resources_are_asked()
    {
        var there = Enumerable.Range(0, 100).Aggregate(PeerDirectory.Empty, (d, i) => d.After(Jid.Parse($"bob@localhost/{i}"), Presence(null)));
        there.ToAsk(_bob).Length.ShouldBe(PeerDirectory.MaxAsked);
    }

    private static XElement Capable(DiscoInfo info) => new(Ns.Client + "presence", EntityCapabilities.For("urn:x", info).ToXml());

    private static XElement Presence(string? priority) => priority == "-"
        ? new XElement(Ns.Client + "presence", new XAttribute("type", "unavailable"))
        : new XElement(Ns.Client + "presence", priority is null ? null : new XElement(Ns.Client + "priority", priority));
}

using System.Xml.Linq;
using Orchestrator.Actors.Accounts;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Accounts;

public sealed class PeerDirectoryTests
{
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

        directory.Resolve(Jid.Parse(peer)).ShouldBe(Jid.Parse(expected));
    }

    [Fact]
    public void A_flood_of_presence_is_not_remembered()
    {
        var directory = PeerDirectory.Empty;
        for (var i = 0; i < PeerDirectory.MaxResources; i++)
            directory = directory.After(Jid.Parse($"mallory@localhost/{i}"), Presence(null));

        directory.After(Jid.Parse("bob@localhost/a"), Presence(null)).ShouldBe(directory);
    }

    private static XElement Presence(string? priority) => priority == "-"
        ? new XElement(Ns.Client + "presence", new XAttribute("type", "unavailable"))
        : new XElement(Ns.Client + "presence", priority is null ? null : new XElement(Ns.Client + "priority", priority));
}

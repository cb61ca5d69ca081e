using System.Xml.Linq;
using Orchestrator.Actors;
using Orchestrator.Actors.Transfers;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Actors.Door;

/// <summary>Ops at an XMPP client: carol may command the daemon of alice, bob may not.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly Jid _daemon = Jid.Parse("alice@localhost/orchestrator");

    private House _house = null!;
    private OrchestratorNode _node = null!;
    private ForeignPeer _carol = null!;
    private ForeignPeer _bob = null!;

    public async Task InitializeAsync()
    {
        _house = await House.OpenAsync();
        var settings = _house.Settings("alice");
        _node = await OrchestratorNode.StartAsync(settings with { Accounts = [settings.Accounts[0] with { Admins = [Jid.Parse("carol@localhost")] }] }, _house.Loggers);
        await _house.OnlineAsync("alice");
        _carol = await ForeignPeer.ComeAsync(_house, "carol");
        _bob = await ForeignPeer.ComeAsync(_house, "bob");
    }

    public async Task DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _bob.DisposeAsync();
        await _node.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task The_menu_is_shown_to_those_who_may_and_every_command_of_it_answers()
    {
        var menu = DiscoItems.Parse((await _carol.QueryAsync(_daemon, DiscoItems.Query(Ns.Commands.NamespaceName)))!).Items;
        menu.Length.ShouldBeGreaterThan(15);
        foreach (var item in menu)
        {
            DiscoInfo.Parse((await _carol.QueryAsync(_daemon, DiscoInfo.Query(item.Node)))!).Is("automation", "command-node").ShouldBeTrue(item.Node);
            if (!item.Node!.EndsWith("drain", StringComparison.Ordinal))
                ((string?)(await ExecuteAsync(item.Node)).Attribute("status")).ShouldBeOneOf("executing", "completed");
        }

        DiscoInfo.Parse((await _carol.QueryAsync(_daemon, DiscoInfo.Query()))!).Supports(Ns.Commands).ShouldBeTrue();
        DiscoItems.Parse((await _bob.QueryAsync(_daemon, DiscoItems.Query(Ns.Commands.NamespaceName)))!).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_is_refused_and_changes_nothing()
    {
        var refusal = await Should.ThrowAsync<StanzaErrorException>(() => _bob.AskAsync(_daemon, Command("orchestrator#drain")));
        refusal.Error.Condition.ShouldBe("forbidden");
        Fact(await ExecuteAsync("orchestrator#node"), "Draining").ShouldBe("False");
    }

    [Fact]
    public async Task A_file_is_sent_paused_explained_resumed_and_cancelled_from_a_chat_client()
    {
        var sent = await ExecuteAsync("orchestrator#send", ("path", _house.File("a.bin", 1000)), ("peer", "nobody@localhost"), ("key", "k1"), ("priority", "7"));
        var id = Fact(sent, "Id")!;

        Fact(await ExecuteAsync("orchestrator#pause", ("id", id)), "State").ShouldBe(nameof(TransferStatus.Paused));
        Fact(await ExecuteAsync("orchestrator#explain", ("id", id)), "WaitsFor").ShouldBe("paused");
        var rows = (await ExecuteAsync("orchestrator#list", ("state", "Paused"))).Descendants(Ns.DataForms + "item");
        rows.ShouldHaveSingleItem().Value.ShouldContain(id);
        Fact(await ExecuteAsync("orchestrator#set", ("id", id), ("priority", "-3")), "Priority").ShouldBe("-3");
        Fact(await ExecuteAsync("orchestrator#resume", ("id", id)), "State").ShouldNotBe(nameof(TransferStatus.Paused));
        Fact(await ExecuteAsync("orchestrator#cancel", ("id", id)), "State").ShouldBe(nameof(TransferStatus.Cancelled));
        (await ExecuteAsync("orchestrator#history", ("id", id))).Value.ShouldContain("xmpp:carol@localhost");
        Note(await ExecuteAsync("orchestrator#pause", ("id", id))).ShouldContain("wrong-state");
    }

    [Fact]
    public async Task Many_are_counted_changed_and_paused_at_once_and_the_feed_tells_of_it()
    {
        foreach (var key in new[] { "k1", "k2", "k3" })
            await ExecuteAsync("orchestrator#send", ("path", _house.File(key, 1000)), ("peer", "nobody@localhost"), ("key", key));
        await ExecuteAsync("orchestrator#send", ("path", _house.File("k4", 1000)), ("peer", "other@localhost"));
        (string, string) toNobody = ("peer", "nobody@localhost");

        Rows(await ExecuteAsync("orchestrator#counts", ("by", "Peer"), toNobody)).ShouldHaveSingleItem()[1].ShouldBe("3");
        var dry = await ExecuteAsync("orchestrator#set-all", ("priority", "-7"), toNobody, ("dry-run", "1"));
        (Fact(dry, "Matched"), Fact(dry, "Changed")).ShouldBe(("3", "0"));
        var newest = Rows(await ExecuteAsync("orchestrator#events", ("after", "")));
        newest.Count(row => row[3] == "submitted").ShouldBe(4);
        newest.ShouldNotContain(row => row[3] == "adjusted");
        var next = Fact(await ExecuteAsync("orchestrator#events", ("after", "")), "next")!;

        Fact(await ExecuteAsync("orchestrator#set-all", ("priority", "-7"), toNobody), "Changed").ShouldBe("3");
        Fact(await ExecuteAsync("orchestrator#all", ("action", "Pause"), ("confirm", "1")), "Changed").ShouldBe("4");

        var happened = Rows(await ExecuteAsync("orchestrator#events", ("after", next)));
        happened.ShouldNotContain(row => row[3] == "submitted");
        happened.Count(row => row[3] == "adjusted" && row[2] == "xmpp:carol@localhost").ShouldBe(3);
        var list = Rows(await ExecuteAsync("orchestrator#list", ("state", "Paused"), ("order", "Priority"), ("ascending", "1"), ("created-after", "2020-01-01")));
        list.Select(row => row[4]).Order(StringComparer.Ordinal).ShouldBe(["k1", "k2", "k3", "k4"]);
        list[^1][4].ShouldBe("k4");
        Rows(await ExecuteAsync("orchestrator#list", ("created-before", "2020-01-01"))).ShouldBeEmpty();
        Rows(await ExecuteAsync("orchestrator#list", ("updated-before", "2020-01-01"))).ShouldBeEmpty();
        Rows(await ExecuteAsync("orchestrator#list", ("road", "ibb"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("orchestrator#show", "id", "no-such-id", "There is no transfer")]
    [InlineData("orchestrator#send", "path", "relative", null)]
    [InlineData("orchestrator#list", "state", "Dancing", null)]
    [InlineData("orchestrator#list", "state", "Paused,Failed", null)]
    [InlineData("orchestrator#set", "priority", "high", null)]
    [InlineData("orchestrator#disable-account", "jid", "@", null)]
    [InlineData("orchestrator#all", "action", "", null)]
    [InlineData("orchestrator#list", "created-after", "yesterday", null)]
    [InlineData("orchestrator#list", "after", "nowhere", "bad-cursor")]
    [InlineData("orchestrator#events", "after", "nowhere", null)]
    [InlineData("orchestrator#set", "id", "some-id", null)]
    [InlineData("orchestrator#set-all", "peer", "nobody@localhost", null)]
    [InlineData("orchestrator#set-all", "priority", "101", "bad-adjustment")]
    [InlineData("orchestrator#set-all", "priority", "5", "confirm-required")]
    public async Task Bad_input_is_told_with_its_mend(string node, string field, string value, string? note)
    {
        if (note is not null)
        {
            Note(await ExecuteAsync(node, (field, value))).ShouldContain(note);
            return;
        }

        var error = (await Should.ThrowAsync<StanzaErrorException>(() => ExecuteAsync(node, (field, value)))).Error;
        error.Condition.ShouldBe("bad-request");
        error.Application!.Name.LocalName.ShouldBe("bad-payload");
        error.Text.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_unknown_command_is_not_found_and_a_cancelled_one_does_nothing()
    {
        (await Should.ThrowAsync<StanzaErrorException>(() => ExecuteAsync("orchestrator#dance"))).Error.Condition.ShouldBe("item-not-found");
        var cancelled = await _carol.AskAsync(_daemon, Command("orchestrator#drain", new XAttribute("action", "cancel")));
        ((string?)cancelled.Attribute("status")).ShouldBe("canceled");
        Fact(await ExecuteAsync("orchestrator#node"), "Draining").ShouldBe("False");
    }

    [Fact]
    public async Task The_daemon_is_drained_and_undrained()
    {
        Note(await ExecuteAsync("orchestrator#drain")).ShouldContain("done");
        Fact(await ExecuteAsync("orchestrator#node"), "Draining").ShouldBe("True");
        await ExecuteAsync("orchestrator#undrain");
        Fact(await ExecuteAsync("orchestrator#node"), "Draining").ShouldBe("False");
    }

    // A command without fields asks for its form, when it has one.
    private Task<XElement> ExecuteAsync(string node, params (string Field, string Value)[] filledIn) => _carol.AskAsync(_daemon, filledIn.Length == 0
        ? Command(node)
        : Command(node, new XAttribute("action", "complete"), new XAttribute("sessionid", "s1"), new XElement(
            Ns.DataForms + "x",
            new XAttribute("type", "submit"),
            filledIn.Select(f => new XElement(Ns.DataForms + "field", new XAttribute("var", f.Field), new XElement(Ns.DataForms + "value", f.Value))))));

    private static XElement Command(string node, params object[] content) => new(CommandRequest.ElementName, new XAttribute("node", node), content);

    private static string? Fact(XElement answer, string field) =>
        answer.Descendants(Ns.DataForms + "field").FirstOrDefault(f => (string?)f.Attribute("var") == field)?.Value;

    private static List<string[]> Rows(XElement answer) =>
        [.. answer.Descendants(Ns.DataForms + "item").Select(item => item.Elements().Select(field => field.Value).ToArray())];

    private static string Note(XElement answer) => answer.Elements(Ns.Commands + "note").Single().Value;
}

using System.Diagnostics;
using System.Xml.Linq;
using Orchestrator.Sandbox;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Sandbox;

public class FaultTests : SandboxTest
{
    private static readonly XNamespace _test = "urn:test";
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(300);

    private static XElement Question(int number = 0) => new(_test + "question", number);

    private FaultRule NextQuestion(Fault fault, int count = 1) =>
        Server.Faults.Add(transit => transit.Is("iq", "get") && transit.Carries(_test), fault, count);

    [Fact]
    public async Task A_dropped_stanza_never_arrives_and_the_next_one_does()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        var rule = NextQuestion(new Fault.Drop());

        (await Should.ThrowAsync<XmppException>(a.AskAsync(b.Jid, Question(), _short))).Kind.ShouldBe(XmppErrorKind.Timeout);

        var struck = await rule.Struck;
        (struck.From, struck.To).ShouldBe((a.Jid, b.Jid));
        rule.Remaining.ShouldBe(0);
        (await a.AskAsync(b.Jid, Question())).ShouldBeNull();
    }

    [Fact]
    public async Task A_rule_strikes_as_often_as_told_or_until_cleared()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        var rule = NextQuestion(new Fault.Drop(), count: 3);

        await Should.ThrowAsync<XmppException>(a.AskAsync(b.Jid, Question(), _short));
        await Should.ThrowAsync<XmppException>(a.AskAsync(b.Jid, Question(), _short));
        rule.Remaining.ShouldBe(1);
        Server.Faults.Clear();

        (await a.AskAsync(b.Jid, Question())).ShouldBeNull();
    }

    [Fact]
    public async Task A_delayed_stanza_arrives_later_and_is_overtaken()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        NextQuestion(new Fault.Delay(_short));
        var began = Stopwatch.StartNew();

        var slow = a.AskAsync(b.Jid, Question(1));
        await a.AskAsync(b.Jid, Question(2));
        slow.IsCompleted.ShouldBeFalse();
        await slow;

        began.Elapsed.ShouldBeGreaterThanOrEqualTo(_short - TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task A_duplicated_stanza_arrives_twice()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        Server.Faults.Add(transit => transit.Is("message"), new Fault.Duplicate());

        await a.SendAsync("message", b.Jid, content: Question(1));
        await a.SendAsync("message", b.Jid, content: Question(2));

        var numbers = new List<string>();
        for (var i = 0; i < 3; i++)
            numbers.Add((await b.NextAsync()).Value);
        numbers.ShouldBe(["1", "1", "2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_garbled_stanza_breaks_the_receiver_s_stream_only(bool empty)
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        Server.Faults.Add(transit => transit.Is("message"), new Fault.Garble());

        await a.SendAsync("message", b.Jid, content: empty ? [] : [Question()]);

        (await b.DisconnectedAsync()).Kind.ShouldBe(XmppErrorKind.ProtocolViolation);
        (await a.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_ends_the_connection_of_the_sender_or_of_the_receiver(bool sender)
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        Server.Faults.Add(transit => transit.Is("message"), sender ? new Fault.CutSender() : new Fault.CutReceiver());

        await a.SendAsync("message", b.Jid);

        var (victim, other) = sender ? (a, b) : (b, a);
        (await victim.DisconnectedAsync()).IsFinal.ShouldBeFalse();
        (await other.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
        await victim.Client.ConnectAsync();
    }

    [Fact]
    public async Task The_server_s_own_answers_can_be_struck_too()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        Server.Faults.Add(transit => transit.From.IsDomain && transit.Is("iq", "result"), new Fault.Drop());

        await Should.ThrowAsync<XmppException>(a.AskAsync(null, new XElement(Ns.Ping + "ping"), _short));
    }

    [Fact]
    public async Task Dropped_connections_can_be_opened_again()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");

        Server.DropConnections(Jid.Parse("a@localhost"));

        (await a.DisconnectedAsync()).IsFinal.ShouldBeFalse();
        await a.Client.ConnectAsync();
        (await a.AskAsync(b.Jid, Question())).ShouldBeNull();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_harms_no_other()
    {
        await using var strict = await SandboxServer.StartAsync(Defaults(maxQueued: 1 << 20));
        await using var a = await Peer.LoginAsync(strict, "a@localhost/x");
        await using var deaf = await RawClient.LoginAsync(strict.C2sPort, "b", "secret", "y");
        var body = new XElement(Ns.Client + "body", new string('x', 100_000));

        var error = default(XElement);
        for (var i = 0; i < 1000 && strict.Connected.Count() == 2; i++)
            await a.SendAsync("message", Jid.Parse("b@localhost/y"), content: body);
        error = await a.NextAsync();

        error.Attribute("type")!.Value.ShouldBe("error");
        strict.Connected.ShouldBe([a.Jid]);
        (await a.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
    }
}

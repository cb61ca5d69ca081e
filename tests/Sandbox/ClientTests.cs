using System.Diagnostics;
using System.Xml.Linq;
using Orchestrator.Sandbox;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Sandbox;

/// <summary>The server as our own client sees it.</summary>
public class ClientTests : SandboxTest
{
    private static readonly XElement _question = new("{urn:test}question");

    [Theory]
    [InlineData(TlsMode.Insecure)]
    [InlineData(TlsMode.Required)]
    public async Task A_client_logs_in_with_and_without_tls(TlsMode tls)
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/desk", tls: tls);

        a.Jid.ToString().ShouldBe("a@localhost/desk");
        Server.Connected.ShouldBe([a.Jid]);
    }

    [Fact]
    public async Task The_certificate_serves_as_its_own_authority()
    {
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, Server.Certificate.ExportCertificatePem());
            await using var a = await Peer.LoginAsync(Server, "a@localhost/desk", tls: TlsMode.Required, caFile: caFile);
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    [Theory]
    [InlineData("a@localhost", "wrong")]
    [InlineData("nobody@localhost", "secret")]
    public async Task A_wrong_password_or_name_is_refused_for_good(string jid, string password)
    {
        var error = await Should.ThrowAsync<XmppException>(Peer.LoginAsync(Server, jid, password));

        error.Kind.ShouldBe(XmppErrorKind.AuthenticationFailed);
        error.IsFinal.ShouldBeTrue();
    }

    [Fact]
    public async Task Requests_between_clients_are_answered()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        b.Answer = request => IqAnswer.Result(new XElement("{urn:test}answer", request.From));

        var answer = await a.AskAsync(b.Jid, _question);

        answer!.Value.ShouldBe("a@localhost/x");
    }

    [Fact]
    public async Task Requests_between_a_client_and_a_component_are_answered_both_ways()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var files = await Peer.LoginAsync(Server, "files.localhost");
        files.Answer = request => IqAnswer.Result(new XElement("{urn:test}answer", request.To));

        (await a.AskAsync(Jid.Parse("files.localhost"), _question))!.Value.ShouldBe("files.localhost");
        (await a.AskAsync(Jid.Parse("inbox@files.localhost/1"), _question))!.Value.ShouldBe("inbox@files.localhost/1");
        (await files.AskAsync(a.Jid, _question)).ShouldBeNull();
    }

    [Fact]
    public async Task A_component_with_a_wrong_secret_is_refused_for_good()
    {
        var error = await Should.ThrowAsync<XmppException>(Peer.LoginAsync(Server, "files.localhost", "wrong"));

        error.IsFinal.ShouldBeTrue();
    }

    [Fact]
    public async Task The_server_answers_disco_and_ping()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        var domain = Jid.Parse("localhost");

        DiscoInfo.Parse((await a.AskAsync(domain, DiscoInfo.Query()))!).Is("server", "im").ShouldBeTrue();
        DiscoItems.Parse((await a.AskAsync(domain, DiscoItems.Query()))!).Items.Select(item => item.Jid.ToString())
            .ShouldBe(["files.localhost", "absent.localhost"], ignoreOrder: true);
        DiscoInfo.Parse((await a.AskAsync(Jid.Parse("b@localhost"), DiscoInfo.Query()))!).Is("account", "registered").ShouldBeTrue();
        (await a.AskAsync(domain, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
        (await a.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
    }

    [Fact]
    public async Task Presence_is_broadcast_answered_and_withdrawn()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await a.SendAsync("presence");
        (await a.NextAsync()).Attribute("from")!.Value.ShouldBe("a@localhost/x");

        var b = await Peer.LoginAsync(Server, "b@localhost/y");
        await b.SendAsync("presence", content: new XElement(Ns.Client + "priority", 5));

        var seen = await a.NextAsync();
        seen.Attribute("from")!.Value.ShouldBe("b@localhost/y");
        seen.Element(Ns.Client + "priority")!.Value.ShouldBe("5");
        new[] { await b.NextAsync(), await b.NextAsync() }.Select(presence => presence.Attribute("from")!.Value)
            .ShouldBe(["a@localhost/x", "b@localhost/y"], ignoreOrder: true);

        await b.DisposeAsync();
        var gone = await a.NextAsync();
        gone.Attribute("from")!.Value.ShouldBe("b@localhost/y");
        gone.Attribute("type")!.Value.ShouldBe("unavailable");
    }

    [Fact]
    public async Task A_subscription_is_granted_at_once_with_the_present_presence()
    {
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        await b.SendAsync("presence");
        await b.NextAsync();
        await using var files = await Peer.LoginAsync(Server, "files.localhost");

        await files.SendAsync("presence", Jid.Parse("b@localhost"), "subscribe");

        (await files.NextAsync()).Attribute("type")!.Value.ShouldBe("subscribed");
        (await files.NextAsync()).Attribute("from")!.Value.ShouldBe("b@localhost/y");
    }

    [Fact]
    public async Task A_message_to_a_bare_address_reaches_those_who_are_available()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        await b.SendAsync("presence");
        await b.NextAsync();

        await a.SendAsync("message", Jid.Parse("b@localhost"), content: new XElement(Ns.Client + "body", "hello"));

        (await b.NextAsync()).Element(Ns.Client + "body")!.Value.ShouldBe("hello");
    }

    [Fact]
    public async Task A_second_login_with_the_same_resource_replaces_the_first()
    {
        await using var first = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var second = await Peer.LoginAsync(Server, "a@localhost/x");

        (await first.DisconnectedAsync()).Kind.ShouldBe(XmppErrorKind.ResourceConflict);
        (await second.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_login_is_refused_where_the_server_is_told_so()
    {
        await using var strict = await SandboxServer.StartAsync(Defaults(replace: false));
        await using var first = await Peer.LoginAsync(strict, "a@localhost/x");

        (await Should.ThrowAsync<XmppException>(Peer.LoginAsync(strict, "a@localhost/x"))).Kind.ShouldBe(XmppErrorKind.ResourceConflict);
        (await first.AskAsync(null, new XElement(Ns.Ping + "ping"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_requires_tls_offers_no_login_without()
    {
        await using var strict = await SandboxServer.StartAsync(Defaults(requireTls: true));

        await Should.ThrowAsync<XmppException>(Peer.LoginAsync(strict, "a@localhost/x"));
        await using var a = await Peer.LoginAsync(strict, "a@localhost/x", tls: TlsMode.Required);
    }

    [Fact]
    public async Task Stopping_tells_the_clients_and_frees_the_port()
    {
        var server = await SandboxServer.StartAsync(Defaults());
        var port = server.C2sPort;
        await using var a = await Peer.LoginAsync(server, "a@localhost/x");

        await server.DisposeAsync();

        (await a.DisconnectedAsync()).IsFinal.ShouldBeFalse();
        await using var next = await SandboxServer.StartAsync(new SandboxOptions { Port = port });
        next.C2sPort.ShouldBe(port);
    }

    [Fact]
    public async Task Stopping_is_bounded_whatever_the_clients_do()
    {
        var server = await SandboxServer.StartAsync(Defaults());
        await using var a = await Peer.LoginAsync(server, "a@localhost/x");
        await using var silent = await RawClient.ConnectAsync(server.C2sPort);
        await using var deaf = await RawClient.LoginAsync(server.C2sPort, "b", "secret", "y");
        server.Faults.Add(transit => transit.Is("presence"), new Fault.Delay(TimeSpan.FromHours(1)));
        await a.SendAsync("presence");
        for (var i = 0; i < 30; i++)
            await a.SendAsync("message", Jid.Parse("b@localhost/y"), content: new XElement(Ns.Client + "body", new string('x', 100_000)));
        var began = Stopwatch.StartNew();

        await server.DisposeAsync();

        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Messages_of_one_sender_keep_their_order_while_others_talk()
    {
        await using var a = await Peer.LoginAsync(Server, "a@localhost/x");
        await using var b = await Peer.LoginAsync(Server, "b@localhost/y");
        await using var files = await Peer.LoginAsync(Server, "files.localhost");

        var questions = Task.WhenAll(Enumerable.Range(0, 200).Select(_ => files.AskAsync(b.Jid, _question)));
        for (var i = 0; i < 1000; i++)
            await a.SendAsync("message", b.Jid, content: new XElement(Ns.Client + "body", i));

        for (var i = 0; i < 1000; i++)
            (await b.NextAsync()).Value.ShouldBe($"{i}");
        await questions;
    }
}

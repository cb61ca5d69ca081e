using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class ResumptionTests : ClientTest
{
    private const string Features = ScriptedStream.Bind + ScriptedStream.Management;

    private static XElement Message(string body) => new(Ns.Client + "message", body);

    private static async Task<XElement> NextStanza(ScriptedStream stream)
    {
        while (true)
        {
            var element = await stream.NextAsync();
            if (element.Name.Namespace == Ns.Client)
                return element;
        }
    }

    [Fact]
    public async Task The_server_is_told_how_much_was_handled()
    {
        var (client, stream) = await ConnectAsync(features: Features);
        await stream.SendAsync($"<message/><message/><presence from='{Peer}'/><r xmlns='urn:xmpp:sm:3'/>");
        var answer = await stream.NextAsync();
        (answer.Name, answer.Attribute("h")!.Value).ShouldBe((Ns.StreamManagement + "a", "3"));
    }

    [Fact]
    public async Task After_a_resumption_just_what_the_server_lacks_is_sent_again_and_requests_go_on_in_their_order()
    {
        var (client, stream) = await ConnectAsync(features: Features);
        await client.SendAsync(Message("handled"));
        await client.SendAsync(Message("lost 1"));
        var asking = client.RequestAsync(Peer, IqType.Get, new XElement("{urn:x}q"));
        for (var i = 0; i < 3; i++)
            await NextStanza(stream);
        await stream.SendAsync("<message>one</message>");
        stream.Dispose();
        await client.Disconnected;
        asking.IsCompleted.ShouldBeFalse();
        var meanwhile = client.RequestAsync(Peer, IqType.Set, new XElement("{urn:x}meanwhile"));

        var connecting = client.ConnectAsync();
        var second = await AcceptAsync();
        await second.AuthenticateAsync(Features);
        var resume = await second.NextAsync();
        resume.Name.ShouldBe(Ns.StreamManagement + "resume");
        resume.Attribute("previd")!.Value.ShouldBe("session-1");
        resume.Attribute("h")!.Value.ShouldBe("1");
        await second.SendAsync("<resumed xmlns='urn:xmpp:sm:3' previd='session-1' h='1'/>");
        (await connecting).Resumed.ShouldBeTrue();
        await client.SendAsync(Message("new"));
        (await NextStanza(second)).Value.ShouldBe("lost 1");
        var request = await NextStanza(second);
        var another = await NextStanza(second);
        another.Elements().Single().Name.LocalName.ShouldBe("meanwhile");
        (await NextStanza(second)).Value.ShouldBe("new");
        await second.SendAsync($"<iq type='result' from='{Peer}' id='{request.Attribute("id")!.Value}'><late xmlns='urn:x'/></iq>");
        (await asking)!.Name.LocalName.ShouldBe("late");
        await second.SendAsync($"<iq type='result' from='{Peer}' id='{another.Attribute("id")!.Value}'/>");
        (await meanwhile).ShouldBeNull();
    }

    [Fact]
    public async Task When_the_server_has_forgotten_the_session_its_requests_fail_and_a_new_one_begins()
    {
        var (client, stream) = await ConnectAsync(features: Features);
        var asking = client.RequestAsync(Peer, IqType.Get, new XElement("{urn:x}q"));
        await NextStanza(stream);
        stream.Dispose();
        await client.Disconnected;
        var meanwhile = client.RequestAsync(Peer, IqType.Set, new XElement("{urn:x}meanwhile"));

        var connecting = client.ConnectAsync();
        var second = await AcceptAsync();
        await second.AuthenticateAsync(Features);
        await second.NextAsync();
        await second.SendAsync("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        var bind = await second.NextAsync();
        await second.SendAsync($"<iq type='result' id='{bind.Attribute("id")!.Value}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@localhost/new</jid></bind></iq>");
        await second.NextAsync();
        await second.SendAsync($"<message from='{Peer}'>early</message><enabled xmlns='urn:xmpp:sm:3'/>");
        var result = await connecting;
        (result.Resumed, result.Jid.Resource).ShouldBe((false, "new"));
        (await Should.ThrowAsync<XmppException>(asking)).Kind.ShouldBe(XmppErrorKind.Disconnected);
        (await Should.ThrowAsync<XmppException>(meanwhile)).Kind.ShouldBe(XmppErrorKind.Disconnected);
        await client.SendAsync(Message("fresh"));
        (await NextStanza(second)).Value.ShouldBe("fresh");
    }

    [Fact]
    public async Task The_server_is_asked_to_acknowledge_and_senders_wait_until_it_does()
    {
        var (client, stream) = await ConnectAsync(features: Features);
        for (var i = 0; i < Outbox.Window; i++)
            await client.SendAsync(Message("x"));
        var waiting = client.SendAsync(Message("one more")).AsTask();
        var stanzas = 0;
        var asked = 0;
        while (stanzas < Outbox.Window)
        {
            if ((await stream.NextAsync()).Name == Ns.StreamManagement + "r")
                asked++;
            else
                stanzas++;
        }
        asked.ShouldBeGreaterThan(Outbox.Window / 10);
        waiting.IsCompleted.ShouldBeFalse();
        await stream.SendAsync("<a xmlns='urn:xmpp:sm:3' h='1'/>");
        (await NextStanza(stream)).Value.ShouldBe("one more");
        await waiting;
    }

    [Fact]
    public async Task Senders_that_wait_for_acknowledgements_learn_that_the_session_is_over()
    {
        var (client, stream) = await ConnectAsync(features: Features);
        for (var i = 0; i < Outbox.Window; i++)
            await client.SendAsync(Message("x"));
        var waiting = client.SendAsync(Message("one more")).AsTask();
        await stream.SendAsync("</stream:stream>");
        (await Should.ThrowAsync<XmppException>(waiting)).Kind.ShouldBe(XmppErrorKind.Disconnected);
    }

    [Fact]
    public async Task A_flood_of_requests_is_answered_to_the_last_while_acknowledgements_are_behind_it()
    {
        const int Requests = 5000;
        var (client, stream) = await ConnectAsync(features: Features);
        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < Requests; i++)
                await stream.SendAsync($"<iq type='get' from='{Peer}' id='{i}'><a xmlns='urn:x'/></iq>");
        });
        for (var i = 0; i < Requests; i++)
            (await NextStanza(stream)).Attribute("type")!.Value.ShouldBe("error");
        await flood;
    }

    [Theory]
    [InlineData("<a xmlns='urn:xmpp:sm:3' h='1'/>")]
    [InlineData("<a xmlns='urn:xmpp:sm:3' h='-1'/>")]
    [InlineData("<a xmlns='urn:xmpp:sm:3'/>")]
    public async Task An_acknowledgement_of_what_was_never_sent_ends_the_stream(string acknowledgement)
    {
        var (client, stream) = await ConnectAsync(features: Features);
        await stream.SendAsync(acknowledgement);
        (await client.Disconnected).Kind.ShouldBe(XmppErrorKind.ProtocolViolation);
    }
}

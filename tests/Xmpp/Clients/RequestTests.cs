using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class RequestTests : ClientTest
{
    private static XElement Query => new("{urn:x}q");

    private static string Id(XElement stanza) => (string?)stanza.Attribute("id") ?? "";

    [Fact]
    public async Task An_answer_counts_only_from_whom_was_asked_and_only_once()
    {
        var (client, stream) = await ConnectAsync();
        var asking = client.RequestAsync(Peer, IqType.Get, Query);
        var request = await stream.NextAsync();
        foreach (var from in new[] { "from='b@localhost/other'", "from='b@localhost'", "from='localhost'", "from='@@'", "" })
            await stream.SendAsync($"<iq type='result' {from} id='{Id(request)}'><forged xmlns='urn:x'/></iq>");
        await stream.SendAsync($"<iq type='result' from='{Peer}' id='other'><forged xmlns='urn:x'/></iq>");
        await stream.SendAsync($"<iq type='result' from='{Peer}' id='{Id(request)}'><real xmlns='urn:x'/></iq>");
        await stream.SendAsync($"<iq type='error' from='{Peer}' id='{Id(request)}'/>");
        (await asking)!.Name.LocalName.ShouldBe("real");

        var next = client.RequestAsync(Peer, IqType.Set, Query);
        var second = await stream.NextAsync();
        Id(second).ShouldNotBe(Id(request));
        await stream.SendAsync($"<iq type='error' from='{Peer}' id='{Id(second)}'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        (await Should.ThrowAsync<StanzaErrorException>(next)).Error.Condition.ShouldBe("item-not-found");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("from='a@localhost'", true)]
    [InlineData("from='a@localhost/r'", true)]
    [InlineData("from='localhost'", true)]
    [InlineData("from='b@localhost/peer'", false)]
    [InlineData("from='a@localhost/other'", false)]
    [InlineData("from='localhost/x'", false)]
    public async Task Our_own_server_may_sign_its_answer_in_several_ways(string from, bool counts)
    {
        var (client, stream) = await ConnectAsync();
        var asking = client.RequestAsync(null, IqType.Get, Query);
        var request = await stream.NextAsync();
        await stream.SendAsync($"<iq type='result' {from} id='{Id(request)}'><answer xmlns='urn:{counts}'/></iq><iq type='result' id='{Id(request)}'><answer xmlns='urn:False'/></iq>");
        (await asking)!.Name.NamespaceName.ShouldBe(counts ? "urn:True" : "urn:False");
    }

    [Fact]
    public async Task A_request_without_answer_times_out_and_a_late_answer_harms_nothing()
    {
        var (client, stream) = await ConnectAsync();
        var asking = client.RequestAsync(Peer, IqType.Get, Query, TimeSpan.FromMilliseconds(50));
        var request = await stream.NextAsync();
        (await Should.ThrowAsync<XmppException>(asking)).Kind.ShouldBe(XmppErrorKind.Timeout);
        await stream.SendAsync($"<iq type='result' from='{Peer}' id='{Id(request)}'/>");
        var next = client.RequestAsync(Peer, IqType.Get, Query);
        await stream.SendAsync($"<iq type='result' from='{Peer}' id='{Id(await stream.NextAsync())}'/>");
        (await next).ShouldBeNull();
    }

    [Fact]
    public async Task Open_requests_fail_when_the_stream_is_lost_and_later_ones_at_once()
    {
        var (client, stream) = await ConnectAsync();
        var asking = client.RequestAsync(Peer, IqType.Get, Query);
        await stream.NextAsync();
        stream.Dispose();
        (await Should.ThrowAsync<XmppException>(asking)).Kind.ShouldBe(XmppErrorKind.Disconnected);
        (await client.Disconnected).Kind.ShouldBe(XmppErrorKind.Disconnected);
        (await Should.ThrowAsync<XmppException>(() => client.RequestAsync(Peer, IqType.Get, Query))).Kind.ShouldBe(XmppErrorKind.Disconnected);
    }

    [Fact]
    public async Task Text_that_XML_cannot_carry_fails_the_call_and_not_the_stream()
    {
        var (client, stream) = await ConnectAsync();
        await Should.ThrowAsync<ArgumentException>(() => client.RequestAsync(Peer, IqType.Get, new XElement("{urn:x}q", "\0")));
        await Should.ThrowAsync<ArgumentException>(async () => await client.SendAsync(new XElement("message")));
        await client.SendAsync(new XElement(Client + "message", "still here"));
        (await stream.NextAsync()).Value.ShouldBe("still here");
    }

    [Fact]
    public async Task Stanzas_of_many_senders_arrive_whole_and_in_the_order_of_each()
    {
        var (client, stream) = await ConnectAsync();
        var sending = Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await client.SendAsync(new XElement(Client + "message", new XAttribute("id", $"{sender}-{i}"), new string('x', i * 37 % 5000)));
        })));
        var next = new int[8];
        for (var i = 0; i < 8 * 200; i++)
        {
            var parts = Id(await stream.NextAsync()).Split('-').Select(int.Parse).ToArray();
            parts[1].ShouldBe(next[parts[0]]++);
        }
        await sending;
    }
}

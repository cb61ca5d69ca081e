using System.Diagnostics;
using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class StreamTests : ClientTest
{
    private static string StreamError(string condition) =>
        $"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>";

    [Theory]
    [InlineData("system-shutdown", XmppErrorKind.StreamError, false)]
    [InlineData("conflict", XmppErrorKind.ResourceConflict, true)]
    public async Task A_stream_error_ends_the_stream_with_its_reason(string condition, XmppErrorKind kind, bool isFinal)
    {
        var (client, stream) = await ConnectAsync();
        await stream.SendAsync(StreamError(condition));
        var reason = await client.Disconnected;
        (reason.Kind, reason.IsFinal).ShouldBe((kind, isFinal));
    }

    [Fact]
    public async Task A_stanza_above_the_limit_ends_the_stream_and_the_server_is_told_why()
    {
        var (client, stream) = await ConnectAsync(options: Options with { MaxStanzaBytes = 10_000 });
        await stream.SendAsync("<message>" + new string('x', 11_000));
        (await client.Disconnected).Kind.ShouldBe(XmppErrorKind.ProtocolViolation);
        (await stream.NextAsync()).Element(Ns.StreamErrors + "policy-violation").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_answers_no_ping_is_dead_and_one_that_does_is_not()
    {
        var options = Options with { PingInterval = TimeSpan.FromMilliseconds(50), PingTimeout = TimeSpan.FromSeconds(2) };
        var (client, stream) = await ConnectAsync(options: options);
        for (var i = 0; i < 3; i++)
        {
            var ping = await stream.NextAsync();
            ping.Element(Ns.Ping + "ping").ShouldNotBeNull();
            await stream.SendAsync($"<iq type='error' id='{ping.Attribute("id")!.Value}'/>");
        }
        client.Disconnected.IsCompleted.ShouldBeFalse();
        (await client.Disconnected.WaitAsync(TimeSpan.FromSeconds(10))).Kind.ShouldBe(XmppErrorKind.Timeout);
    }

    [Fact]
    public async Task Closing_sends_what_is_queued_and_the_closing_tag_and_takes_no_longer_than_two_seconds()
    {
        var (client, stream) = await ConnectAsync();
        for (var i = 0; i < 100; i++)
            await client.SendAsync(new XElement(Client + "message", i));
        var clock = Stopwatch.StartNew();
        await client.DisposeAsync();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        for (var i = 0; i < 100; i++)
            (await stream.NextAsync()).Value.ShouldBe($"{i}");
        (await stream.ReadAsync()).ShouldBeNull();
        (await client.Disconnected).Kind.ShouldBe(XmppErrorKind.Disconnected);
        await Should.ThrowAsync<ObjectDisposedException>(() => client.ConnectAsync());
    }

    [Fact]
    public async Task Closing_while_connecting_ends_the_attempt()
    {
        var client = Create(Options);
        var connecting = client.ConnectAsync();
        var stream = await AcceptAsync();
        await client.DisposeAsync();
        (await Should.ThrowAsync<XmppException>(connecting)).Kind.ShouldBe(XmppErrorKind.Disconnected);
    }

    [Fact]
    public async Task A_client_connects_again_after_a_loss()
    {
        var (client, stream) = await ConnectAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => client.ConnectAsync());
        stream.Dispose();
        await client.Disconnected;
        var second = await ConnectAsync(client, s => s.LoginAsync());
        await client.SendAsync(new XElement(Client + "presence"));
        (await second.NextAsync()).Name.LocalName.ShouldBe("presence");
        client.Disconnected.IsCompleted.ShouldBeFalse();
    }
}

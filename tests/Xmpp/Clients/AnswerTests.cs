using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class AnswerTests : ClientTest
{
    private static Task<IqAnswer> Answer(IqRequest request, CancellationToken cancellation) => request.Payload.Name.LocalName switch
    {
        "echo" => Task.FromResult(IqAnswer.Result(request.Payload)),
        "empty" => Task.FromResult(IqAnswer.Result()),
        "refuse" => Task.FromResult(IqAnswer.Error(StanzaError.NotAcceptable())),
        "refuse-by-exception" => throw new StanzaErrorException(StanzaError.ItemNotFound()),
        "throw" => throw new InvalidOperationException("boom"),
        "throw-later" => Task.FromException<IqAnswer>(new InvalidOperationException("boom")),
        "unwritable" => Task.FromResult(IqAnswer.Result(new XElement("{urn:x}a", "\0"))),
        "never" => Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => IqAnswer.Result(), TaskScheduler.Default),
        _ => Task.FromResult(IqAnswer.NotHandled),
    };

    private static string Describe(XElement answer) =>
        (string?)answer.Attribute("type") == "error" ? StanzaError.Parse(answer).Condition : "result " + answer.Elements().FirstOrDefault()?.Name.LocalName;

    [Theory]
    [InlineData("<echo xmlns='urn:x'/>", "result echo")]
    [InlineData("<empty xmlns='urn:x'/>", "result ")]
    [InlineData("<ping xmlns='urn:xmpp:ping'/>", "result ")]
    [InlineData("<refuse xmlns='urn:x'/>", "not-acceptable")]
    [InlineData("<refuse-by-exception xmlns='urn:x'/>", "item-not-found")]
    [InlineData("<throw xmlns='urn:x'/>", "internal-server-error")]
    [InlineData("<throw-later xmlns='urn:x'/>", "internal-server-error")]
    [InlineData("<unwritable xmlns='urn:x'/>", "internal-server-error")]
    [InlineData("<nobody xmlns='urn:x'/>", "service-unavailable")]
    [InlineData("", "bad-request")]
    [InlineData("only text", "bad-request")]
    [InlineData("<a xmlns='urn:x'/><b xmlns='urn:x'/>", "bad-request")]
    public async Task Every_request_gets_exactly_one_answer(string payload, string answer)
    {
        var (client, stream) = await ConnectAsync(new RecordingHandler(Answer));
        await stream.SendAsync($"<iq type='get' from='{Peer}' to='a@localhost/r' id='1'>{payload}</iq>");
        var first = await stream.NextAsync();
        ((string?)first.Attribute("id"), (string?)first.Attribute("to"), Describe(first)).ShouldBe(("1", Peer.ToString(), answer));
        await stream.SendAsync("<iq type='get' id='2'><empty xmlns='urn:x'/></iq>");
        var second = await stream.NextAsync();
        ((string?)second.Attribute("id"), (string?)second.Attribute("to"), Describe(second)).ShouldBe(("2", null, "result "));
    }

    [Fact]
    public async Task A_request_of_unknown_type_is_refused()
    {
        var (client, stream) = await ConnectAsync();
        await stream.SendAsync($"<iq type='put' from='{Peer}' id='1'><a xmlns='urn:x'/></iq>");
        Describe(await stream.NextAsync()).ShouldBe("bad-request");
    }

    [Fact]
    public async Task A_handler_that_never_answers_costs_its_peer_an_error_and_not_a_wait_for_ever()
    {
        var (_, stream) = await ConnectAsync(new RecordingHandler(Answer), options: Options with { AnswerTimeout = TimeSpan.FromMilliseconds(50) });
        await stream.SendAsync($"<iq type='set' from='{Peer}' id='1'><never xmlns='urn:x'/></iq>");
        Describe(await stream.NextAsync()).ShouldBe("internal-server-error");
    }

    [Fact]
    public async Task More_requests_than_can_be_worked_on_are_told_to_wait()
    {
        var release = new TaskCompletionSource<IqAnswer>();
        var (_, stream) = await ConnectAsync(new RecordingHandler((_, _) => release.Task));
        for (var i = 0; i < IqResponder.MaxPending + 10; i++)
            await stream.SendAsync($"<iq type='set' from='{Peer}' id='{i}'><slow xmlns='urn:x'/></iq>");
        for (var i = 0; i < 10; i++)
            Describe(await stream.NextAsync()).ShouldBe("resource-constraint");
        release.SetResult(IqAnswer.Result());
        for (var i = 0; i < IqResponder.MaxPending; i++)
            Describe(await stream.NextAsync()).ShouldBe("result ");
    }

    [Fact]
    [Trait("Conformance", "56")]
    public async Task Files_that_are_being_fetched_keep_no_other_request_waiting()
    {
        var fetched = new TaskCompletionSource<IqAnswer>();
        var (_, stream) = await ConnectAsync(
            new RecordingHandler((request, cancellation) => request.Payload.Name.LocalName == "query" ? fetched.Task : Answer(request, cancellation)),
            options: Options with { AnswerTimeout = TimeSpan.FromSeconds(20) });
        for (var i = 0; i < IqResponder.MaxFetching + 1; i++)
            await stream.SendAsync($"<iq type='set' from='{Peer}' id='{i}'><query xmlns='jabber:iq:oob'><url>http://h/{i}</url></query></iq>");
        Describe(await stream.NextAsync()).ShouldBe("resource-constraint");
        await stream.SendAsync($"<iq type='get' from='{Peer}' id='e'><echo xmlns='urn:x'/></iq>");
        Describe(await stream.NextAsync()).ShouldBe("result echo");
        fetched.SetResult(IqAnswer.Result());
        for (var i = 0; i < IqResponder.MaxFetching; i++)
            Describe(await stream.NextAsync()).ShouldBe("result ");
    }

    [Fact]
    [Trait("Conformance", "56")]
    public async Task A_file_may_take_longer_than_any_other_answer()
    {
        var fetched = new TaskCompletionSource<IqAnswer>();
        var (_, stream) = await ConnectAsync(
            new RecordingHandler((request, cancellation) => request.Payload.Name.LocalName == "query" ? fetched.Task : Answer(request, cancellation)),
            options: Options with { AnswerTimeout = TimeSpan.FromMilliseconds(50) });
        await stream.SendAsync($"<iq type='set' from='{Peer}' id='f'><query xmlns='jabber:iq:oob'><url>http://h/</url></query></iq>");
        await stream.SendAsync($"<iq type='set' from='{Peer}' id='n'><never xmlns='urn:x'/></iq>");
        ((string?)(await stream.NextAsync()).Attribute("id")).ShouldBe("n");
        fetched.SetResult(IqAnswer.Result());
        Describe(await stream.NextAsync()).ShouldBe("result ");
    }

    [Fact]
    public async Task A_handler_that_fails_on_a_presence_does_not_end_the_stream()
    {
        var handler = new RecordingHandler();
        var (client, stream) = await ConnectAsync(handler);
        await stream.SendAsync($"<presence from='{Peer}'/><unknown/><message from='{Peer}'><body>after</body></message><iq type='get' id='1'><a xmlns='urn:x'/></iq>");
        await stream.NextAsync();
        handler.Messages.Single().Value.ShouldBe("after");
    }
}

using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.InBand;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>Blocks that are lost, refused, put off or never answered; connections that break under an in-band bytestream.</summary>
public sealed class InBandFaultTests : IAsyncLifetime
{
    private const int Size = 2_000_001;
    private House _house = null!;
    private OrchestratorNode _alice = null!;

    public async Task InitializeAsync()
    {
        _house = await House.OpenAsync();
        var settings = _house.Settings("alice", s => RelayedPair.Quick(s) with { StallTimeout = TimeSpan.FromSeconds(10) });
        var account = settings.Accounts[0];
        _alice = await _house.StartAsync(settings with
        {
            Accounts = [account with { Roads = RoadPolicy.IbbOnly, Xmpp = account.Xmpp with { RequestTimeout = TimeSpan.FromSeconds(2) } }],
        });
    }

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(30)]
    [Trait("Conformance", "31")]
    public async Task Answers_that_never_come_end_in_a_timeout_and_a_new_session(int after)
    {
        var blocks = 0;
        // From that block on all answers are lost, until the session has broken.
        _house.Server.Faults.Add(
            s => s.Is("iq", "set") && s.Carries(Ns.InBandBytestreams) && s.Stanza.Element(IbbData.ElementName) is not null && blocks++ >= after && _house.Streamings("") < 3,
            new Fault.Drop(),
            int.MaxValue);

        var sent = await SendAsync();

        _house.Reasons(sent.Id).First().ShouldBe("stream-broken");
        sent.Road.ShouldBe("ibb");
    }

    [Theory]
    [InlineData("alice@localhost")]
    [InlineData("bob@localhost")]
    public async Task A_connection_that_breaks_and_is_not_resumed_costs_a_session(string whose)
    {
        var blocks = 0;
        _house.Server.Faults.Add(
            s => s.Is("iq", "set") && s.Stanza.Element(IbbData.ElementName) is not null && blocks++ == 25,
            whose == "alice@localhost" ? new Fault.CutSender() : new Fault.CutReceiver());

        var sent = await SendAsync();

        sent.Sessions.ShouldBeGreaterThan(1);
        sent.ResumedAt.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Conformance", "31")]
    public async Task A_block_that_is_to_wait_is_sent_again_and_none_twice()
    {
        await using var bob = await ReceiverAsync();
        // As when its server does not reach it for a while: whatever is on its way bounces.
        DateTime? away = null;
        bob.OnBlock = (_, seq) => seq >= 7 && DateTime.UtcNow - (away ??= DateTime.UtcNow) < TimeSpan.FromSeconds(0.5)
            ? IqAnswer.Error(new StanzaError(StanzaErrorType.Wait, "recipient-unavailable"))
            : null;

        var sent = await SubmitAsync();

        (await _house.CompletedAsync(_alice, sent.Id)).Sessions.ShouldBe(1);
        bob.Bytes.ShouldBe(await System.IO.File.ReadAllBytesAsync(Path.Combine(_house.Folder, "files", "data.bin")));
        away.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4096)]
    [Trait("Conformance", "27")]
    public async Task A_peer_that_wants_smaller_blocks_gets_them(int largest)
    {
        await using var bob = await ReceiverAsync();
        bob.LargestBlock = largest;

        var sent = await SubmitAsync();

        (await _house.CompletedAsync(_alice, sent.Id)).Sessions.ShouldBe(1);
        bob.Bytes.ShouldBe(await System.IO.File.ReadAllBytesAsync(Path.Combine(_house.Folder, "files", "data.bin")));
        bob.LargestSeen.ShouldBeLessThanOrEqualTo(largest);
    }

    [Theory]
    [InlineData("item-not-found")]
    [InlineData("bad-request")]
    [InlineData("not-acceptable")]
    [Trait("Conformance", "30")]
    public async Task A_block_that_is_refused_ends_the_session_and_not_the_transfer(string condition)
    {
        await using var bob = await ReceiverAsync();
        var refused = 0;
        bob.OnBlock = (_, seq) => seq == 7 && refused++ == 0 ? IqAnswer.Error(new StanzaError(StanzaErrorType.Cancel, condition)) : null;

        var sent = await SubmitAsync();

        await _house.CompletedAsync(_alice, sent.Id);
        _house.Reasons(sent.Id).ShouldBe(["stream-broken"]);
    }

    private Task<InBandReceiver> ReceiverAsync() => InBandReceiver.ComeAsync(_house, "bob");

    private Task<TransferView> SubmitAsync() => House.SubmitAsync(_alice, _house.File("data.bin", Size), "bob@localhost");

    private async Task<TransferView> SendAsync()
    {
        var bob = await _house.StartAsync("bob", RelayedPair.Quick);
        await _house.OnlineAsync("bob");
        var id = (await SubmitAsync()).Id;
        var sent = await _house.CompletedAsync(_alice, id);
        await _house.CompletedAsync(bob);
        await _house.ShouldHoldAsync("bob", Path.Combine(_house.Folder, "files", "data.bin"));
        return sent;
    }
}

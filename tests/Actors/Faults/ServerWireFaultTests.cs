using System.Net;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>The connection to the server breaks under an in-band bytestream, in every way; the file arrives all the same, once.</summary>
public sealed class ServerWireFaultTests : IAsyncLifetime
{
    private const int Size = 2_000_001;
    private const int Middle = Size / 2;
    // Past the login; of answers to blocks there are fewer bytes.
    private const int SomeAnswers = 6000;

    private House _house = null!;

    public async Task InitializeAsync() => _house = await House.OpenAsync();

    public Task DisposeAsync() => _house.DisposeAsync().AsTask();

    [Theory]
    [Trait("Conformance", "31")]
    [InlineData("alice", WireFaultKind.HangUp)]
    [InlineData("alice", WireFaultKind.HalfClose)]
    [InlineData("alice", WireFaultKind.ResetNear)]
    [InlineData("alice", WireFaultKind.ResetFar)]
    [InlineData("alice", WireFaultKind.Stall)]
    [InlineData("alice", WireFaultKind.Trickle)]
    [InlineData("alice", WireFaultKind.Garbage)]
    [InlineData("bob", WireFaultKind.HangUp)]
    [InlineData("bob", WireFaultKind.HalfClose)]
    [InlineData("bob", WireFaultKind.ResetNear)]
    [InlineData("bob", WireFaultKind.ResetFar)]
    [InlineData("bob", WireFaultKind.Stall)]
    [InlineData("bob", WireFaultKind.Trickle)]
    [InlineData("bob", WireFaultKind.Garbage)]
    public Task The_way_of_the_blocks_breaks(string whose, WireFaultKind kind) =>
        ShouldArriveAsync(whose, new WireFault(kind, Middle, whose == "alice" ? Way.Out : Way.Back));

    [Theory]
    [Trait("Conformance", "31")]
    [InlineData("alice", WireFaultKind.Stall)]
    [InlineData("alice", WireFaultKind.Garbage)]
    [InlineData("bob", WireFaultKind.Stall)]
    [InlineData("bob", WireFaultKind.Garbage)]
    public Task The_way_of_the_answers_breaks(string whose, WireFaultKind kind) =>
        ShouldArriveAsync(whose, new WireFault(kind, SomeAnswers, whose == "alice" ? Way.Back : Way.Out));

    private async Task ShouldArriveAsync(string whose, WireFault fault)
    {
        await using var wire = new Relay(
            new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, _house.Server.C2sPort), connection => connection == 0 ? fault : null);
        var bob = await StartAsync("bob", whose, wire);
        await _house.OnlineAsync("bob");
        var alice = await StartAsync("alice", whose, wire);
        var source = _house.File("data.bin", Size);

        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;

        (await _house.CompletedAsync(alice, id)).Road.ShouldBe("ibb");
        await _house.CompletedAsync(bob);
        await _house.ShouldHoldAsync("bob", source);
        wire.Struck.ShouldBe(1);
        wire.Connections.ShouldBeGreaterThan(1);
    }

    // A server that stays silent is noticed within seconds.
    private Task<OrchestratorNode> StartAsync(string user, string whose, Relay wire)
    {
        var settings = _house.Settings(user, RelayedPair.Quick);
        var account = settings.Accounts[0];
        var xmpp = account.Xmpp with
        {
            Port = user == whose ? wire.EndPoint.Port : account.Xmpp.Port,
            RequestTimeout = TimeSpan.FromSeconds(2),
            PingInterval = TimeSpan.FromSeconds(1),
            PingTimeout = TimeSpan.FromSeconds(2),
        };
        return _house.StartAsync(settings with { Accounts = [account with { Roads = RoadPolicy.IbbOnly, Xmpp = xmpp }] });
    }
}

using Orchestrator.Actors.Transfers;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>The XMPP connection breaks at a bad moment; the file arrives all the same, once.</summary>
public sealed class CutTests
{
    [Theory]
    [InlineData("offer")]
    [InlineData("offer answer")]
    [InlineData("receipt")]
    public Task Malformed_XML_ends_the_connection_and_not_the_transfer(string stanza) => FaultTests.SurvivesAsync(stanza, new Fault.Garble());

    [Theory]
    [InlineData("offer")]
    [InlineData("streamhost-used")]
    [InlineData("digest")]
    [InlineData("receipt")]
    public Task The_addressee_is_cut_off(string stanza) => FaultTests.SurvivesAsync(stanza, new Fault.CutReceiver());

    [Theory]
    [InlineData("offer answer")]
    [InlineData("receipt")]
    public Task The_author_is_cut_off(string stanza) => FaultTests.SurvivesAsync(stanza, new Fault.CutSender());

    [Fact]
    public Task The_bytes_flow_on_while_both_are_cut_off() => WhileStreamingAsync(house =>
    {
        house.Server.DropConnections(Jid.Parse("alice@localhost"));
        house.Server.DropConnections(Jid.Parse("bob@localhost"));
        return Task.CompletedTask;
    });

    [Fact]
    public Task The_bytes_flow_on_while_the_server_restarts() => WhileStreamingAsync(house => house.RestartServerAsync());

    private static async Task WhileStreamingAsync(Func<House, Task> mishap)
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", s => House.Hasty(s) with { MaxRate = 4_000_000 });
        var bob = await house.StartAsync("bob", House.Hasty);
        var source = house.File("big.bin", 9_000_000);
        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;
        await house.UntilAsync(bob, t => t.State == TransferStatus.Streaming && t.Offset > 0);

        await mishap(house);

        await house.CompletedAsync(alice, id);
        await house.CompletedAsync(bob);
        await house.ShouldHoldAsync("bob", source);
        house.Streamings(id).ShouldBe(1, "no byte goes over twice");
    }
}

using System.Xml.Linq;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>Whatever happens to a stanza, each transfer ends completed on both sides, with exactly one right file.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("disco")]
    [InlineData("disco answer")]
    [InlineData("offer")]
    [InlineData("offer answer")]
    [InlineData("streamhosts")]
    [InlineData("streamhost-used")]
    [InlineData("digest")]
    [InlineData("receipt")]
    public Task A_lost_stanza_costs_no_file(string stanza) => SurvivesAsync(stanza, new Fault.Drop());

    [Theory]
    [InlineData("offer")]
    [InlineData("streamhosts")]
    [InlineData("streamhost-used")]
    [InlineData("digest")]
    [InlineData("receipt")]
    public Task A_doubled_stanza_makes_no_second_file(string stanza) => SurvivesAsync(stanza, new Fault.Duplicate());

    [Theory]
    [InlineData("offer answer")]
    [InlineData("streamhost-used")]
    public Task A_stanza_that_comes_too_late_is_not_heeded(string stanza) => SurvivesAsync(stanza, new Fault.Delay(TimeSpan.FromSeconds(1.5)));

    internal static async Task SurvivesAsync(string stanza, Fault fault)
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice", House.Hasty);
        var bob = await house.StartAsync("bob", House.Hasty);
        await house.OnlineAsync("bob");
        var rule = house.Server.Faults.Add(Which(stanza), fault);
        var source = house.File("data.bin", 300_000);

        var id = (await House.SubmitAsync(alice, source, "bob@localhost")).Id;

        await house.CompletedAsync(alice, id);
        await house.CompletedAsync(bob);
        rule.Struck.IsCompleted.ShouldBeTrue();
        await house.ShouldHoldAsync("bob", source);
        if (stanza is "digest" or "receipt")
            house.Streamings(id).ShouldBe(1, "no byte goes over twice");
    }

    private static Func<StanzaInTransit, bool> Which(string stanza) => stanza switch
    {
        "disco" => s => s.Is("iq", "get") && s.Carries(Ns.DiscoInfo),
        "disco answer" => s => s.Is("iq", "result") && s.Carries(Ns.DiscoInfo),
        "offer" => s => s.Is("iq", "set") && s.Carries(Ns.StreamInitiation),
        "offer answer" => s => s.Is("iq", "result") && s.Carries(Ns.StreamInitiation),
        "streamhosts" => s => s.Is("iq", "set") && s.Carries(Ns.Bytestreams),
        "streamhost-used" => s => s.Is("iq", "result") && s.Carries(Ns.Bytestreams),
        "digest" => s => Holds(s, TransferDigest.ElementName),
        "receipt" => s => Holds(s, TransferReceipt.ElementName),
        _ => throw new ArgumentException($"No stanza is called {stanza}.", nameof(stanza)),
    };

    private static bool Holds(StanzaInTransit transit, XName payload) => transit.Stanza.Element(payload) is not null;
}

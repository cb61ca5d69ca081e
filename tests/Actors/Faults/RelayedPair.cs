using System.Net;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>Alice sends to Bob; Bob reaches her streamhost only over a wire that breaks.</summary>
internal sealed class RelayedPair : IAsyncDisposable
{
    /// <summary>What the handshake takes on the way back: the answer to the greeting and the reply.</summary>
    public const int Handshake = 2 + 47;

    private RelayedPair(House house, OrchestratorNode alice, OrchestratorNode bob, Relay wire) =>
        (House, Alice, Bob, Wire) = (house, alice, bob, wire);

    public House House { get; }

    public OrchestratorNode Alice { get; }

    public OrchestratorNode Bob { get; }

    public Relay Wire { get; }

    /// <summary>Each connection, from 0, gets its fault.</summary>
    public static async Task<RelayedPair> OpenAsync(
        Func<int, WireFault?> faults, Func<TransferSettings, TransferSettings>? change = null, RoadPolicy roads = RoadPolicy.Any)
    {
        var outside = IPAddress.Parse("127.0.0.2");
        var house = await House.OpenAsync();
        var settings = house.Settings("alice", change ?? Quick);
        var alice = await house.StartAsync(settings with
        {
            S5b = settings.S5b with { Advertise = [outside.ToString()] },
            Accounts = [settings.Accounts[0] with { Roads = roads }],
        });
        // The deadline is the sender's.
        var bob = await house.StartAsync("bob", s => (change ?? Quick)(s) with { Deadline = s.Deadline });
        await house.OnlineAsync("bob");
        var wire = new Relay(new IPEndPoint(outside, alice.Listening.Port), alice.Listening, faults);
        return new RelayedPair(house, alice, bob, wire);
    }

    /// <summary>Waits short enough that a test can wait for them, and long enough for a busy machine.</summary>
    public static TransferSettings Quick(TransferSettings settings) => House.Hasty(settings) with
    {
        NegotiationTimeout = TimeSpan.FromSeconds(4),
        StallTimeout = TimeSpan.FromSeconds(3),
        // So that no slow disk reads as a stall.
        Checkpoint = settings.Checkpoint with { Bytes = 64 << 20 },
    };

    /// <summary>Sends a file; both sides say Completed, and Bob has it once.</summary>
    public async Task<TransferView> SendAsync(int size)
    {
        var source = House.File("data.bin", size);
        var id = (await House.SubmitAsync(Alice, source, "bob@localhost")).Id;
        var sent = await House.CompletedAsync(Alice, id);
        await House.CompletedAsync(Bob);
        await House.ShouldHoldAsync("bob", source);
        return sent;
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await House.DisposeAsync();
    }
}

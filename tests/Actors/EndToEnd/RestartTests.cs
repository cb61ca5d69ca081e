using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Tests.Actors.Transfers;
using Orchestrator.Xmpp.Receipts;

namespace Orchestrator.Tests.Actors.EndToEnd;

public sealed class RestartTests
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_lost_catalogue_is_rebuilt_from_the_journal_and_what_is_final_then_sleeps()
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        var bob = await house.StartAsync("bob");
        var id = (await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost")).Id;
        var before = await house.CompletedAsync(alice, id);
        await alice.StopAsync(_grace);
        using (var db = new SqliteConnection($"Data Source={Database(house, "alice")};Pooling=False"))
        {
            db.Open();
            using var drop = db.CreateCommand();
            drop.CommandText = "DROP TABLE transfer";
            drop.ExecuteNonQuery();
        }

        alice = await house.StartAsync("alice");
        Lives.Text(await house.CompletedAsync(alice, id)).ShouldBe(Lives.Text(before));

        await alice.StopAsync(_grace);
        var woken = Woken(house);
        alice = await house.StartAsync("alice");
        Lives.Text(await house.CompletedAsync(alice, id)).ShouldBe(Lives.Text(before));
        Woken(house).Except(woken).ShouldAllBe(line => line.Contains(" 0 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_corrupt_database_is_told_at_start(int from)
    {
        await using var house = await House.OpenAsync();
        var alice = await house.StartAsync("alice");
        await House.SubmitAsync(alice, house.File("f", 1000), "bob@localhost");
        await alice.StopAsync(_grace);
        var path = Database(house, "alice");
        await using (var database = new SqliteConnection($"Data Source={path}"))
        {
            // All of it into the file that is about to be damaged.
            await database.OpenAsync();
            var checkpoint = database.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await checkpoint.ExecuteNonQueryAsync();
        }

        SqliteConnection.ClearAllPools();
        var bytes = await System.IO.File.ReadAllBytesAsync(path);
        bytes.AsSpan(from).Fill(0xA5);
        await System.IO.File.WriteAllBytesAsync(path, bytes);
        System.IO.File.Delete(path + "-wal");

        var refused = await Should.ThrowAsync<StartException>(() => house.StartAsync("alice"));

        refused.Message.ShouldContain(path);
        refused.Message.ShouldContain("backup");
    }

    [Fact]
    public async Task A_listen_port_in_use_is_told_at_start()
    {
        await using var house = await House.OpenAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = house.Settings("alice");
        var taken = settings with { S5b = settings.S5b with { Listen = (IPEndPoint)other.LocalEndpoint } };

        var refused = await Should.ThrowAsync<StartException>(() => OrchestratorNode.StartAsync(taken, house.Loggers));

        refused.Message.ShouldContain(other.LocalEndpoint.ToString()!);
        refused.Message.ShouldContain("s5b.listen");
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public async Task A_daemon_that_stops_while_verifying_completes_after_its_start(string who)
    {
        await using var house = await House.OpenAsync();
        // While every digest is lost, both wait for each other's word.
        house.Server.Faults.Add(s => s.Stanza.Element(TransferDigest.ElementName) is not null, new Fault.Drop(), int.MaxValue);
        static TransferSettings Patient(TransferSettings s) => House.Hasty(s) with { ConfirmTimeout = TimeSpan.FromSeconds(3), NegotiationTimeout = TimeSpan.FromSeconds(3) };
        var nodes = new Dictionary<string, OrchestratorNode>
        {
            ["alice"] = await house.StartAsync("alice", Patient),
            ["bob"] = await house.StartAsync("bob", Patient),
        };
        var source = house.File("f", 100_000);
        var id = (await House.SubmitAsync(nodes["alice"], source, "bob@localhost")).Id;
        await house.UntilAsync(nodes[who], t => t.State == TransferStatus.Verifying);

        await nodes[who].StopAsync(_grace);
        house.Server.Faults.Clear();
        nodes[who] = await house.StartAsync(who, Patient);

        await house.CompletedAsync(nodes["alice"], id);
        await house.CompletedAsync(nodes["bob"]);
        await house.ShouldHoldAsync("bob", source);
        house.Streamings(id).ShouldBe(1, "no byte goes over twice");
    }

    private static string Database(House house, string user) => Path.Combine(house.Folder, user, "data", "orchestrator.db");

    private static List<string> Woken(House house) =>
        [.. house.Loggers.Lines.Where(line => line.Contains("unfinished", StringComparison.OrdinalIgnoreCase))];
}

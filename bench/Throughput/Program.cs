// Orchestrator beside plain programs and other clients, one file, one run. Started by bench/run.sh throughput, proxy and ibb.
//   bench-throughput ROAD SIZE-IN-MIB ROUNDS FOLDER ADDRESS RESULT.json QXMPP-PROGRAM [NAME...]
// ROAD is direct, proxy or ibb; only contenders, or contenders at servers, whose name begins so.
using System.Globalization;
using Orchestrator.Bench.Throughput;
using Orchestrator.Bench.Throughput.Servers;
using Orchestrator.Tests.Interop.Files;

var (road, size, rounds) = (args[0], long.Parse(args[1], CultureInfo.InvariantCulture) << 20, int.Parse(args[2], CultureInfo.InvariantCulture));
var (folder, address, result, qxmpp, only) = (args[3], args[4], args[5], args[6], args[7..]);
string[] slixmpp = ["/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "peers/slixmpp_peer.py")];

var servers = new List<BenchServer>();
var entries = new List<Entry>();
try
{
    servers.Add(await ProsodyServer.StartAsync(address));
    if (road != "direct")
        servers.Add(await EjabberdServer.StartAsync(address));
    foreach (var server in servers)
    {
        await AddAsync("Orchestrator", server, async () => await OrchestratorContender.StartAsync(server, $"{road}-only", address));
        if (road == "direct")
        {
            Add(new ReferenceContender("plain C#, SHA-256"), server);
            Add(new ReferenceContender("plain C#, SHA-256, fsync", "--fsync"), server);
            Add(new ReferenceContender("plain C#, no hash", "--no-hash"), server);
        }
        else if (road == "proxy")
        {
            await AddAsync("plain SOCKS5", server, async () => await ProxiedReferenceContender.StartAsync(server));
        }

        if (road != "proxy")
        {
            Add(new PeerContender("slixmpp", slixmpp, server, road, address), server);
            Add(new PeerContender("QXmpp", [qxmpp], server, road, address), server);
        }
    }

    var file = TestFile.Random(Path.Combine(folder, "source"), size);
    // The first round warms everything up and does not count.
    for (var round = 0; round <= rounds; round++)
    {
        foreach (var entry in entries)
        {
            var serving = Usage.Begin(entry.Server.ProcessId);
            var (measured, target) = await entry.Contender.RunAsync(file, folder);
            if (TestFile.HashOf(target) != file.Sha256)
                throw new InvalidDataException($"{entry.Name} delivered another file");
            File.Delete(target);
            if (round > 0)
            {
                entry.Rounds.Add(measured);
                entry.ServerRounds.Add(Usage.Since(serving, entry.Server.ProcessId));
            }

            Console.Error.WriteLine(FormattableString.Invariant($"round {round}: {entry.Name} {size / 1e6 / measured.Seconds:F1} MB/s"));
        }
    }

    Report.Print(size, entries, result);
}
finally
{
    foreach (var entry in entries)
        await entry.Contender.DisposeAsync();
    foreach (var server in servers)
        await server.DisposeAsync();
}

bool IsWanted(string name, BenchServer server) =>
    only.Length == 0 || only.Any(wish => $"{name} at {server.Name}".StartsWith(wish, StringComparison.OrdinalIgnoreCase));

void Add(IContender contender, BenchServer server)
{
    if (IsWanted(contender.Name, server))
        entries.Add(new Entry(contender, server));
}

async Task AddAsync(string name, BenchServer server, Func<Task<IContender>> start)
{
    if (IsWanted(name, server))
        entries.Add(new Entry(await start(), server));
}

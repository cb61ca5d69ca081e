// Orchestrator beside plain programs and other clients, one file, one run. Started by bench/run.sh throughput, proxy and ibb.
//   bench-throughput ROAD SIZE-IN-MIB ROUNDS FOLDER RESULT.json [NAME...]
// ROAD is direct, proxy or ibb; only contenders whose name, or "NAME at SERVER", begins so.
using System.Globalization;
using Orchestrator.Bench.Throughput;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;

var (road, size, rounds) = (args[0], long.Parse(args[1], CultureInfo.InvariantCulture) << 20, int.Parse(args[2], CultureInfo.InvariantCulture));
var (folder, result, only) = (args[3], args[4], args[5..]);

using var prosody = new OpenProsody();
using var ejabberd = new OpenEjabberd();
var entries = new List<Entry>();
try
{
    await AddAllAsync("Prosody", prosody);
    if (road != "direct")
        await AddAllAsync("ejabberd", ejabberd);

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
    await prosody.DisposeAsync();
    await ejabberd.DisposeAsync();
}

async Task AddAllAsync(string name, XmppServer server)
{
    await server.InitializeAsync();
    await AddAsync("Orchestrator", async () => await OrchestratorContender.StartAsync(server, $"{road}-only"));
    if (road == "direct")
    {
        Add(new ReferenceContender("plain C#, SHA-256"));
        Add(new ReferenceContender("plain C#, SHA-256, fsync", "--fsync"));
        Add(new ReferenceContender("plain C#, no hash", "--no-hash"));
    }
    else if (road == "proxy")
    {
        await AddAsync("plain SOCKS5", async () => await ProxiedReferenceContender.StartAsync(server));
        return;
    }

    Add(new PeerContender("slixmpp", ForeignClient.Slixmpp, ForeignClient.Slixmpp, server, road));
    Add(new PeerContender("QXmpp", ForeignClient.Qxmpp, ForeignClient.Qxmpp, server, road));
    // Between two of its own it would find the server's proxy.
    if (road == "ibb")
        Add(new PeerContender("libpurple to QXmpp", ForeignClient.Libpurple, ForeignClient.Qxmpp, server, road));

    bool IsWanted(string contender) =>
        only.Length == 0 || only.Any(wish => $"{contender} at {name}".StartsWith(wish, StringComparison.OrdinalIgnoreCase));

    void Add(IContender contender)
    {
        if (IsWanted(contender.Name))
            entries.Add(new Entry(contender, name, server));
    }

    async Task AddAsync(string contender, Func<Task<IContender>> start)
    {
        if (IsWanted(contender))
            entries.Add(new Entry(await start(), name, server));
    }
}

// Orchestrator beside plain programs and other clients, one file, one run. Started by bench/run.sh throughput.
//   bench-throughput SIZE-IN-MIB ROUNDS FOLDER ADDRESS RESULT.json QXMPP-PROGRAM [NAME...]   only contenders whose name begins so
using System.Globalization;
using Orchestrator.Bench.Throughput;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

var size = long.Parse(args[0], CultureInfo.InvariantCulture) << 20;
var rounds = int.Parse(args[1], CultureInfo.InvariantCulture);
var (folder, address, result, qxmpp, only) = (args[2], args[3], args[4], args[5], args[6..]);

using var prosody = new Prosody();
await prosody.InitializeAsync();
var contenders = new List<IContender>();
try
{
    await AddAsync("Orchestrator", async () => await OrchestratorContender.StartAsync(prosody, address));
    Add(new ReferenceContender("plain C#, SHA-256"));
    Add(new ReferenceContender("plain C#, SHA-256, fsync", "--fsync"));
    Add(new ReferenceContender("plain C#, no hash", "--no-hash"));
    Add(new PeerContender("slixmpp", ["/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "peers/slixmpp_peer.py")], prosody, address));
    Add(new PeerContender("QXmpp", [qxmpp], prosody, address));

    var file = TestFile.Random(Path.Combine(folder, "source"), size);
    var results = contenders.Select(contender => (contender.Name, Rounds: new List<Measurement>())).ToList();
    // The first round warms everything up and does not count.
    for (var round = 0; round <= rounds; round++)
    {
        for (var i = 0; i < contenders.Count; i++)
        {
            var (measured, target) = await contenders[i].RunAsync(file, folder);
            if (TestFile.HashOf(target) != file.Sha256)
                throw new InvalidDataException($"{contenders[i].Name} delivered another file");
            File.Delete(target);
            if (round > 0)
                results[i].Rounds.Add(measured);
            Console.Error.WriteLine(FormattableString.Invariant($"round {round}: {contenders[i].Name} {size / 1e6 / measured.Seconds:F0} MB/s"));
        }
    }

    Report.Print(size, results, result);
}
finally
{
    foreach (var contender in contenders)
        await contender.DisposeAsync();
    await prosody.DisposeAsync();
}

bool Wanted(string name) => only.Length == 0 || only.Any(wish => name.StartsWith(wish, StringComparison.OrdinalIgnoreCase));

void Add(IContender contender)
{
    if (Wanted(contender.Name))
        contenders.Add(contender);
}

async Task AddAsync(string name, Func<Task<IContender>> start)
{
    if (Wanted(name))
        contenders.Add(await start());
}

using System.Globalization;
using Orchestrator.Bench.Throughput.Servers;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>Another XMPP client of bench/peers, sending to itself.</summary>
/// <param name="name">The client's.</param>
/// <param name="command">The driver, to which what it shall do is appended.</param>
/// <param name="server">Where both ends log in.</param>
/// <param name="road">direct or ibb.</param>
/// <param name="address">The sender's own streamhost.</param>
internal sealed class PeerContender(string name, string[] command, BenchServer server, string road, string address) : PairContender
{
    private readonly string _from = server.NewUser() + "/bench";
    private readonly string _to = server.NewUser() + "/bench";

    public override string Name => name;

    protected override string Ready => "READY";

    protected override Task<ChildProcess> StartReceiverAsync(string target, TestFile file) => StartAsync("recv", _to, target);

    protected override Task<ChildProcess> StartSenderAsync(TestFile file, string ready) => StartAsync("send", _from, file.Path, _to);

    private Task<ChildProcess> StartAsync(params string[] arguments) =>
        ChildProcess.StartAsync(command[0], [.. command[1..], .. arguments], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = server.ClientPort.ToString(CultureInfo.InvariantCulture),
            ["PASSWORD"] = BenchServer.Password,
            ["CA"] = server.CaFile,
            ["ADDRESS"] = address,
            ["ROAD"] = road,
        });
}

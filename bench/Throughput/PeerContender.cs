using System.Globalization;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>Another XMPP client of bench/peers, sending to itself.</summary>
internal sealed class PeerContender(string name, string[] command, Prosody prosody, string address) : PairContender
{
    private readonly (string Sender, string Receiver) _users = prosody.NewPair();

    public override string Name => name;

    protected override string Ready => "READY";

    protected override Task<ChildProcess> StartReceiverAsync(string target, TestFile file) =>
        StartAsync("recv", _users.Receiver + "/bench", target);

    protected override Task<ChildProcess> StartSenderAsync(TestFile file, string ready) =>
        StartAsync("send", _users.Sender + "/bench", file.Path, _users.Receiver + "/bench");

    private Task<ChildProcess> StartAsync(params string[] arguments) =>
        ChildProcess.StartAsync(command[0], [.. command[1..], .. arguments], new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = prosody.ClientPort.ToString(CultureInfo.InvariantCulture),
            ["PASSWORD"] = Prosody.Password,
            ["CA"] = prosody.CaFile,
            ["ADDRESS"] = address,
        });
}

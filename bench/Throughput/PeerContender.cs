using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>Another XMPP client, started anew for each file.</summary>
/// <param name="name">The client's.</param>
/// <param name="sending">The client.</param>
/// <param name="receiving">The client that it sends to.</param>
/// <param name="server">Where both ends log in.</param>
/// <param name="road">direct or ibb.</param>
internal sealed class PeerContender(string name, ForeignClient sending, ForeignClient receiving, XmppServer server, string road) : PairContender
{
    private readonly (string Sender, string Receiver) _users = server.NewPair();

    public override string Name => name;

    protected override string Ready => "READY";

    private string To => _users.Receiver + "/bench";

    protected override Task<ChildProcess> StartReceiverAsync(string target, TestFile file) =>
        receiving.ReceiveAsync(server, road, To, target, Settings(target, "receiver"));

    protected override Task<ChildProcess> StartSenderAsync(TestFile file, string ready) =>
        sending.SendAsync(server, road, _users.Sender + "/bench", file.Path, Settings(file.Path, "sender"), To);

    private static string Settings(string path, string of) =>
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "settings", Path.GetRandomFileName(), of)).FullName;
}

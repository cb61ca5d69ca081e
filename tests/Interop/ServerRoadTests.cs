using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>What must work through every server: each road, between users and with a component, both ways, small files and large ones.</summary>
public abstract class ServerRoadTests<TServer>(TServer server) : IClassFixture<TServer>
    where TServer : XmppServer
{
    private const int Mebi = 1 << 20;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("direct-only", "s5b-direct")]
    [InlineData("proxy-only", "s5b-proxy")]
    [InlineData("ibb-only", "ibb")]
    [Trait("Conformance", "12")]
    [Trait("Conformance", "17")]
    [Trait("Conformance", "22")]
    public Task Files_go_both_ways_between_two_users(string policy, string road)
    {
        var (first, second) = server.NewPair();
        return GoBothWaysAsync(server.StartTls(first), server.StartTls(second), policy, road, [1, Mebi, 64 * Mebi]);
    }

    [Theory]
    [InlineData("direct-only", "s5b-direct")]
    [InlineData("proxy-only", "s5b-proxy")]
    [InlineData("ibb-only", "ibb")]
    [Trait("Conformance", "12")]
    [Trait("Conformance", "17")]
    [Trait("Conformance", "22")]
    public Task Files_go_both_ways_between_a_user_and_a_component(string policy, string road) => GoBothWaysAsync(
        server.StartTls(server.NewPair().First),
        server.Component(server.NewComponent()),
        policy,
        road,
        road == "ibb" ? [1, Mebi, 8 * Mebi] : [1, Mebi, 64 * Mebi]); // the server's work for each block makes this the slowest

    private static async Task GoBothWaysAsync(DaemonOptions first, DaemonOptions second, string policy, string road, long[] sizes)
    {
        await using var pair = await DaemonPair.StartAsync(With(first, policy), With(second, policy));
        foreach (var size in sizes)
        {
            var file = pair.NewFile(size);
            await GoAsync(file, pair.Sender, pair.Receiver, second.Jid, road);
            await GoAsync(file, pair.Receiver, pair.Sender, first.Jid, road);
        }
    }

    // The program's own checkpoints: many small ones would measure the disk.
    private static DaemonOptions With(DaemonOptions options, string policy) => options with { Account = $"roads = {policy}", Checkpoint = null };

    private static async Task GoAsync(TestFile file, Daemon from, Daemon to, string peer, string road)
    {
        var sent = await from.WaitAsync((await from.SendAsync(file.Path, peer)).Id, "Completed", _patience);
        (sent.Sessions, sent.Road, sent.ConfirmedBy).ShouldBe((1, road, "receipt"));
        TestFile.HashOf(Path.Combine(to.Inbox, sent.Name)).ShouldBe(file.Sha256);
    }
}

using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>What must work through every server: each road, between users and with a component, both ways, small files and large ones.</summary>
public abstract class ServerRoadTests<TServer>(TServer server) : IClassFixture<TServer>
    where TServer : XmppServer
{
    private static readonly long[] _sizes = [1, 1 << 20, 64 << 20];
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
        return GoBothWaysAsync(server.StartTls(first), server.StartTls(second), policy, road);
    }

    [Theory]
    [InlineData("direct-only", "s5b-direct")]
    [InlineData("proxy-only", "s5b-proxy")]
    [InlineData("ibb-only", "ibb")]
    [Trait("Conformance", "12")]
    [Trait("Conformance", "17")]
    [Trait("Conformance", "22")]
    public Task Files_go_both_ways_between_a_user_and_a_component(string policy, string road) =>
        GoBothWaysAsync(server.StartTls(server.NewPair().First), server.Component(server.NewComponent()), policy, road);

    private static async Task GoBothWaysAsync(DaemonOptions first, DaemonOptions second, string policy, string road)
    {
        await using var pair = await DaemonPair.StartAsync(With(first, policy), With(second, policy));
        foreach (var size in _sizes)
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

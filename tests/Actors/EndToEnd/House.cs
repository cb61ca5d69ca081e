using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Sandbox;
using Orchestrator.Streams.Connections;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.EndToEnd;

/// <summary>A sandbox server and daemons on it, in one process, in one temporary folder.</summary>
public sealed class House : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly List<OrchestratorNode> _nodes = [];

    private House(SandboxServer server) => Server = server;

    public SandboxServer Server { get; private set; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("orchestrator-actors-").FullName;

    public TestLoggers Loggers { get; } = new();

    /// <summary>Short steps and waits, so that what got lost is repeated soon.</summary>
    public static TransferSettings Hasty(TransferSettings settings) => settings with
    {
        NegotiationTimeout = TimeSpan.FromSeconds(1),
        ConfirmTimeout = TimeSpan.FromSeconds(1),
        Linger = TimeSpan.FromMilliseconds(500),
    };

    public static async Task<House> OpenAsync() => new(await ServeAsync(0));

    private static Task<SandboxServer> ServeAsync(int port) => SandboxServer.StartAsync(new SandboxOptions
    {
        Users = new Dictionary<string, string> { ["alice"] = "secret", ["bob"] = "secret", ["carol"] = "secret" },
        Components = new[] { "files", "proxy1", "proxy2" }.ToDictionary(name => name + ".localhost", _ => "hush"),
        Port = port,
    });

    /// <summary>The server goes, and comes back at the same port.</summary>
    public async Task RestartServerAsync()
    {
        var port = Server.C2sPort;
        await Server.DisposeAsync();
        Server = await ServeAsync(port);
    }

    public string Inbox(string user) => Path.Combine(Folder, user, "inbox");

    public IEnumerable<string> Received(string user) =>
        Directory.Exists(Inbox(user)) ? Directory.EnumerateFiles(Inbox(user)).Where(f => !Path.GetFileName(f).StartsWith('.')) : [];

    public IEnumerable<string> Partials(string user) => Directory.EnumerateFiles(Inbox(user), ".*");

    public OrchestratorSettings Settings(string user, Func<TransferSettings, TransferSettings>? change = null)
    {
        var component = user.Contains('.', StringComparison.Ordinal);
        var transfer = new TransferSettings
        {
            Deadline = TimeSpan.FromMinutes(5),
            StallTimeout = TimeSpan.FromSeconds(10),
            NegotiationTimeout = TimeSpan.FromSeconds(5),
            ConfirmTimeout = TimeSpan.FromSeconds(5),
            Linger = TimeSpan.FromSeconds(2),
            MaxActive = 4,
            MaxRate = null,
            Retry = new RetrySettings(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), 0.2, 3),
            Checkpoint = new CheckpointSettings(1024 * 1024, TimeSpan.FromSeconds(1)),
        };
        return new OrchestratorSettings(
            Path.Combine(Folder, user, "data"),
            [
                new AccountSettings(
                    new XmppOptions
                    {
                        Jid = Jid.Parse(component ? user : user + "@localhost"),
                        Password = component ? "hush" : "secret",
                        Host = "127.0.0.1",
                        Port = component ? Server.ComponentPort : Server.C2sPort,
                        Tls = TlsMode.Insecure,
                    },
                    Directory.CreateDirectory(Inbox(user)).FullName,
                    ["*"],
                    long.MaxValue),
            ],
            new S5bSettings(new IPEndPoint(IPAddress.Loopback, 0), [], TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200), new ProxySettings([], true, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), 16), AddressGuard.Open),
            change?.Invoke(transfer) ?? transfer);
    }

    public Task<OrchestratorNode> StartAsync(string user, Func<TransferSettings, TransferSettings>? change = null) => StartAsync(Settings(user, change));

    public async Task<OrchestratorNode> StartAsync(OrchestratorSettings settings)
    {
        var node = await OrchestratorNode.StartAsync(settings, Loggers);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Waits until the user's daemon is reachable, and tells its address.</summary>
    public async Task<Jid> OnlineAsync(string user)
    {
        var jid = Jid.Parse($"{user}@localhost/orchestrator");
        for (var until = DateTime.UtcNow + _patience; !Server.Connected.Contains(jid); await Task.Delay(20))
            DateTime.UtcNow.ShouldBeLessThan(until);
        return jid;
    }

    /// <summary>Waits until no partial is left.</summary>
    public async Task PartialsGoneAsync(string user)
    {
        for (var until = DateTime.UtcNow + _patience; Partials(user).Any(); await Task.Delay(20))
            DateTime.UtcNow.ShouldBeLessThan(until);
    }

    /// <summary>How many sessions of a transfer moved bytes.</summary>
    public int Streamings(string id) => Loggers.Lines.Count(line => line.Contains($"{id}: streaming-started", StringComparison.Ordinal));

    /// <summary>The reasons for which the sessions of a transfer ended, in order.</summary>
    public IEnumerable<string> Reasons(string id) =>
        Loggers.Lines.Where(line => line.Contains($"{id}: interrupted", StringComparison.Ordinal)).Select(line => line.Split(" bytes; ")[1].Split(' ')[0]);

    /// <summary>There is exactly one file, and it is the right one.</summary>
    public async Task ShouldHoldAsync(string user, string source)
    {
        var file = Received(user).ShouldHaveSingleItem();
        var (sent, received) = (await System.IO.File.ReadAllBytesAsync(source), await System.IO.File.ReadAllBytesAsync(file));
        received.AsSpan().SequenceEqual(sent).ShouldBeTrue();
        Partials(user).ShouldBeEmpty();
    }

    public string File(string name, int size)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "files")).FullName, name);
        System.IO.File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(size));
        return path;
    }

    public static async Task<TransferView> SubmitAsync(OrchestratorNode node, string path, string peer, string? key = null)
    {
        var answer = await node.Admin.Ask<object>(new AdminProtocol.Submit(path, Jid.Parse(peer), null, key, null), _patience);
        return answer.ShouldBeOfType<AdminProtocol.Submitted>().Transfer;
    }

    public static async Task<ImmutableArray<TransferView>> ListAsync(OrchestratorNode node) =>
        (await node.Admin.Ask<AdminProtocol.Transfers>(new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Created, true, 100, null), _patience)).Items;

    /// <summary>Waits until the node's transfer (its only one, or that of the id) is as wanted; tells its last view otherwise.</summary>
    public async Task<TransferView> UntilAsync(OrchestratorNode node, Func<TransferView, bool> wanted, string? id = null)
    {
        TransferView? last = null;
        for (var until = DateTime.UtcNow + _patience; DateTime.UtcNow < until; await Task.Delay(20))
        {
            last = (await ListAsync(node)).FirstOrDefault(t => id is null || t.Id == id);
            if (last is not null)
                last = await node.Admin.Ask<object>(new AdminProtocol.GetTransfer(last.Id), _patience) as TransferView ?? last;
            if (last is not null && wanted(last))
                return last;
        }

        throw new TimeoutException($"The last view was {last}\n{string.Join('\n', Loggers.Lines.TakeLast(80))}");
    }

    public Task<TransferView> CompletedAsync(OrchestratorNode node, string? id = null) =>
        UntilAsync(node, t => t.State == TransferStatus.Completed, id);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

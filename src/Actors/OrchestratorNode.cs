using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Http;
using Orchestrator.Streams.Socks5;

namespace Orchestrator.Actors;

/// <summary>The whole tree of actors of one daemon, from start to stop.</summary>
public sealed class OrchestratorNode : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly IActorRef _root;
    private readonly Socks5Listener _socks5;
    private readonly HttpFetcher _fetcher;
    private bool _stopped;

    private OrchestratorNode(ActorSystem system, IActorRef root, IActorRef admin, Socks5Listener socks5, HttpFetcher fetcher) =>
        (_system, _root, Admin, _socks5, _fetcher) = (system, root, admin, socks5, fetcher);

    /// <summary>The one door: understands <see cref="Orchestrator.Actors.Admin.AdminProtocol"/>.</summary>
    public IActorRef Admin { get; }

    /// <summary>Where the SOCKS5 listener listens.</summary>
    public System.Net.IPEndPoint Listening => _socks5.LocalEndPoint;

    /// <summary>Makes an actor beside the house's own, such as one that subscribes to events.</summary>
    public IActorRef ActorOf(Props props) => _system.ActorOf(props);

    /// <summary>
    /// Opens the database, takes the listen port, wakes what the journal holds unfinished, and begins to dispatch.
    /// </summary>
    /// <param name="settings">Everything.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="served">Where files are offered that a server of the caller's gives out; null: nothing is.</param>
    /// <exception cref="StartException">The database, the port or a folder cannot be used; the message tells the mend.</exception>
    public static async Task<OrchestratorNode> StartAsync(OrchestratorSettings settings, ILoggerFactory loggers, ServedFiles? served = null)
    {
        var (store, unfinished) = await Task.Run(() => OpenCatalogueAsync(settings, loggers.CreateLogger<CatalogueStore>()));
        Socks5Listener? socks5 = null;
        ActorSystem? system = null;
        var fetcher = new HttpFetcher(settings.S5b.Guard, settings.Transfer.NegotiationTimeout);
        try
        {
            socks5 = Socks5Listener.Start(settings.S5b.Listen, null, TimeProvider.System, loggers.CreateLogger<Socks5Listener>());
            foreach (var inbox in settings.Accounts.Select(a => a.Inbox).OfType<string>())
                new Inbox(inbox).CheckWritable();
            system = ActorSystem.Create("orchestrator", AkkaConfig(settings.DataDir));
            system.ActorOf(Props.Create(() => new AkkaLogBridge(loggers)), "log");
            var (listener, time) = (socks5, TimeProvider.System);
            var root = system.ActorOf(Props.Create(() => new OrchestratorActor(settings, listener, store, unfinished, fetcher, served, time, loggers)), "orchestrator");
            var admin = await root.Ask<IActorRef>(new OrchestratorActor.GetAdmin(), TimeSpan.FromSeconds(30));
            return new OrchestratorNode(system, root, admin, socks5, fetcher);
        }
        catch (Exception e) when (e is IOException or InboxException or AskTimeoutException)
        {
            store.Dispose();
            fetcher.Dispose();
            if (system is not null)
                await system.Terminate();
            if (socks5 is not null)
                await socks5.DisposeAsync();
            throw new StartException(e.Message, e);
        }
    }

    /// <summary>Interrupts streams, checkpoints, closes connections; returns within <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_stopped)
            return;
        _stopped = true;
        try
        {
            await _root.GracefulStop(grace, new OrchestratorActor.Shutdown());
        }
        catch (Exception e) when (e is TaskCanceledException or TimeoutException)
        {
            // The grace is over: what is not durable now is repeated after the next start.
        }

        await _system.Terminate().WaitAsync(TimeSpan.FromSeconds(5));
        await _socks5.DisposeAsync();
        _fetcher.Dispose();
    }

    /// <summary>Stops with a grace of five seconds.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.FromSeconds(5));

    private static string ConnectionString(string dataDir) => $"Data Source={Path.Combine(dataDir, "orchestrator.db")}";

    private static async Task<(CatalogueStore Store, ImmutableArray<string> Unfinished)> OpenCatalogueAsync(OrchestratorSettings settings, ILogger log)
    {
        var dataDir = settings.DataDir;
        var roads = settings.Accounts.ToDictionary(a => a.Xmpp.Jid.Bare.ToString(), a => (RoadPolicy?)a.Roads);
        CatalogueStore? store = null;
        try
        {
            Directory.CreateDirectory(dataDir);
            store = new CatalogueStore(ConnectionString(dataDir));
            return (store, await store.ReconcileAsync(TimeProvider.System.GetUtcNow(), roads.GetValueOrDefault, rebuilt => CatalogueLog.Rebuilt(log, rebuilt)));
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            store?.Dispose();
            throw new StartException(
                $"The database {Path.Combine(dataDir, "orchestrator.db")} cannot be used: {e.Message} Restore it from a backup, or move it away to begin with an empty one.", e);
        }
    }

    internal static Config AkkaConfig(string dataDir)
    {
        using var resource = typeof(OrchestratorNode).Assembly.GetManifestResourceStream("akka.conf")!;
        using var reader = new StreamReader(resource);
        var connection = ConnectionString(dataDir).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return ConfigurationFactory.ParseString($$"""
            akka.persistence.journal.sql.connection-string = "{{connection}}"
            akka.persistence.snapshot-store.sql.connection-string = "{{connection}}"
            """).WithFallback(ConfigurationFactory.ParseString(reader.ReadToEnd()));
    }
}

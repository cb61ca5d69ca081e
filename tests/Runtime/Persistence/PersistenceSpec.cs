using System.Threading.Channels;
using Akka.Actor;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Tests.Runtime.Persistence;

/// <summary>A system on a database of its own, per test; it can be restarted on the same file.</summary>
public abstract class PersistenceSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly Channel<string> _diary = Channel.CreateUnbounded<string>();

    protected ActorSystem System { get; private set; } = null!;

    protected string File => Path.Combine(_folder, "journal.db");

    public Task InitializeAsync()
    {
        System = ActorSystem.Create("persistence", SqlConfig.For(File));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await System.Terminate();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected async Task Restart()
    {
        await System.Terminate();
        await InitializeAsync();
    }

    protected IActorRef Start(string id)
    {
        var diary = _diary.Writer;
        return System.ActorOf(Props.Create(() => new Scripted(id, diary)));
    }

    private protected static void Run(IActorRef actor, Action<Scripted> script) => actor.Tell(script, ActorRefs.NoSender);

    /// <summary>The next entries of the diary, whoever wrote them.</summary>
    protected async Task Expect(params string[] entries)
    {
        foreach (var entry in entries)
            (await Next()).ShouldBe(entry);
    }

    protected async Task<string> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _diary.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Waits until the actor has handled all that was sent to it.</summary>
    protected async Task Settle(IActorRef actor)
    {
        Run(actor, a => a.Note("settled"));
        await Expect("settled");
    }

    protected static async Task Stopped(IActorRef actor) => (await actor.GracefulStop(Patience, (Action<Scripted>)(a => a.End()))).ShouldBeTrue();

    protected async Task Sql(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}

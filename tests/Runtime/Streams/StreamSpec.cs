using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Orchestrator.Tests.Runtime.Streams;

/// <summary>A system with a materializer, per test.</summary>
public abstract class StreamSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected ActorSystem System { get; } = ActorSystem.Create("streams");

    private ActorMaterializer Materializer { get; set; } = null!;

    public Task InitializeAsync()
    {
        Materializer = System.Materializer();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => System.Terminate();

    /// <summary>Runs the source behind a kill switch into that action.</summary>
    protected (UniqueKillSwitch KillSwitch, Task<Done> Done) Run(Source<int, NotUsed> source, Func<int, Task> action) => source
        .ViaMaterialized(KillSwitches.Single<int>(), Keep.Right)
        .ToMaterialized(Sink.ForEachAsync(1, action), Keep.Both)
        .Run(Materializer);

    /// <summary>Runs the source to its end.</summary>
    protected async Task<List<int>> All(Source<int, NotUsed> source)
    {
        var seen = new List<int>();
        await Run(source, n =>
        {
            seen.Add(n);
            return Task.CompletedTask;
        }).Done.WaitAsync(Patience);
        return seen;
    }

    /// <summary>The cause that a consumer digs out of the AggregateExceptions around it.</summary>
    protected static async Task<Exception> CauseOf(Task stream)
    {
        var failure = await Should.ThrowAsync<Exception>(() => stream.WaitAsync(Patience));
        while (failure is AggregateException { InnerException: { } inner })
            failure = inner;
        return failure;
    }
}

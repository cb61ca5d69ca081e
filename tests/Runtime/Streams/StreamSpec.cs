using Akka.Actor;
using Akka.Streams;

namespace Orchestrator.Tests.Runtime.Streams;

/// <summary>A system with a materializer, per test.</summary>
public abstract class StreamSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected ActorSystem System { get; } = ActorSystem.Create("streams");

    protected ActorMaterializer Materializer { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Materializer = System.Materializer();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => System.Terminate();

    /// <summary>The cause that a consumer digs out of the AggregateExceptions around it.</summary>
    protected static async Task<Exception> CauseOf(Task stream)
    {
        var failure = await Should.ThrowAsync<Exception>(() => stream.WaitAsync(Patience));
        while (failure is AggregateException { InnerException: { } inner })
            failure = inner;
        return failure;
    }
}

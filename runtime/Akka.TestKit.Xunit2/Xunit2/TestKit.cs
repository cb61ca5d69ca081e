using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of a test class: an actor system of its own, and TestActor, in whose name the tests speak.</summary>
public class TestKit : TestKitBase, IDisposable
{
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system ?? ActorSystem.Create("test"), null)
    {
        var cell = ((LocalActorRef)TestActor).Cell;
        ActorCell.Current = cell;
        SynchronizationContext.SetSynchronizationContext(new TestActorSynchronizationContext(cell));
        if (output is not null)
            Sys.EventStream.Subscribe(new OutputLogger(output), typeof(LogEvent));
    }

    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : this(ActorSystem.Create(actorSystemName ?? "test", config), output)
    {
    }

    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void AfterAll() => Sys.Terminate().Wait(TimeSpan.FromSeconds(5));

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        AfterAll();
        ActorCell.Current = null;
        SynchronizationContext.SetSynchronizationContext(null);
    }

    private sealed class OutputLogger(ITestOutputHelper output) : ActorRefBase
    {
        public override ActorPath Path { get; } = ActorRefs.Nobody.Path / "output";

        protected override void TellInternal(object message, IActorRef sender)
        {
            try
            {
                output.WriteLine(message.ToString());
            }
            catch (InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}

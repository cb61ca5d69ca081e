using Akka.Actor;
using Akka.Configuration;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base of a test class: an actor system of its own, and TestActor, in whose name the tests speak.</summary>
public class TestKit : TestKitBase, IDisposable
{
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system ?? ActorSystem.Create("test"), null)
    {
        _ = output;
        var cell = ((LocalActorRef)TestActor).Cell;
        ActorCell.Current = cell;
        SynchronizationContext.SetSynchronizationContext(new TestActorSynchronizationContext(cell));
    }

    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ActorSystem.Create("test", ConfigurationFactory.ParseString(config)), output)
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Sys.Terminate().Wait(TimeSpan.FromSeconds(5));
        ActorCell.Current = null;
        SynchronizationContext.SetSynchronizationContext(null);
    }
}

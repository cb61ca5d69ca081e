using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Keeps the test the current actor across its awaits, so that what it tells has TestActor as the sender.</summary>
internal sealed class TestActorSynchronizationContext(ActorCell testActor) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    public override SynchronizationContext CreateCopy() => this;

    private void Run(SendOrPostCallback d, object? state)
    {
        var (outerContext, outerCell) = (Current, ActorCell.Current);
        SetSynchronizationContext(this);
        ActorCell.Current = testActor;
        try
        {
            d(state);
        }
        finally
        {
            ActorCell.Current = outerCell;
            SetSynchronizationContext(outerContext);
        }
    }
}

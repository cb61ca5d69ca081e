using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors;

/// <summary>Brings what the actor system itself warns of, such as a failed actor, to the daemon's log.</summary>
internal sealed class AkkaLogBridge : ReceiveActor
{
    public AkkaLogBridge(ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger("Akka");
        Receive<Error>(e => AkkaLog.Failed(log, e.LogSource, e.Message?.ToString(), e.Cause));
        Receive<Warning>(w => AkkaLog.Warned(log, w.LogSource, w.Message?.ToString()));
    }

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(Error));
        Context.System.EventStream.Subscribe(Self, typeof(Warning));
    }
}

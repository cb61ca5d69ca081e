namespace Akka.Actor;

/// <summary>The clock of the system and what waits for it. Tests put a virtual one in its place.</summary>
public interface IScheduler
{
    /// <summary>Tells after the delay and, if given, after every interval, until disposed; what is on its way by then still arrives.</summary>
    internal IDisposable Schedule(TimeSpan delay, TimeSpan? interval, IActorRef receiver, object message);
}

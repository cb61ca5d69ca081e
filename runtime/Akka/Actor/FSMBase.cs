namespace Akka.Actor;

public abstract class FSMBase : ActorBase
{
    private protected FSMBase() { }

    public sealed class StateTimeout
    {
        internal static readonly StateTimeout Instance = new();

        private StateTimeout() { }
    }

    /// <summary>A message, with the data of the state that handles it.</summary>
    public sealed class Event<TD>
    {
        internal Event(object fsmEvent, TD stateData)
        {
            FsmEvent = fsmEvent;
            StateData = stateData;
        }

        public object FsmEvent { get; }

        public TD StateData { get; }
    }

    /// <summary>The machine has ended.</summary>
    public sealed class StopEvent<TS, TD>
    {
        internal StopEvent() { }
    }

    /// <summary>Where to go, and with which data.</summary>
    public sealed class State<TS, TD>
    {
        internal State(TS stateName, TD stateData, TimeSpan? timeout = null, bool stops = false)
        {
            StateName = stateName;
            StateData = stateData;
            Timeout = timeout;
            Stops = stops;
        }

        public TS StateName { get; }

        public TD StateData { get; }

        internal TimeSpan? Timeout { get; }

        internal bool Stops { get; }

        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout, Stops);
    }
}

namespace Akka.Actor;

public abstract class FSMBase : ActorBase
{
    public abstract class Reason;

    public sealed class Normal : Reason
    {
        private Normal()
        {
        }

        public static Normal Instance { get; } = new();
    }

    /// <summary>The actor was stopped from outside.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown()
        {
        }

        public static Shutdown Instance { get; } = new();
    }

    public sealed class Failure(object cause) : Reason
    {
        public object Cause => cause;

        public override string ToString() => $"<Failure>: {cause}";
    }

    public sealed class StateTimeout
    {
        private StateTimeout()
        {
        }

        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>A message, with the data of the state that handles it.</summary>
    public sealed class Event<TD>(object fsmEvent, TD stateData) : INoSerializationVerificationNeeded
    {
        public object FsmEvent => fsmEvent;

        public TD StateData => stateData;
    }

    public sealed class StopEvent<TS, TD>(Reason reason, TS terminatedState, TD stateData) : INoSerializationVerificationNeeded
    {
        public Reason Reason => reason;

        public TS TerminatedState => terminatedState;

        public TD StateData => stateData;
    }

    /// <summary>Where to go, with which data, for how long at most, and what to answer.</summary>
    public sealed class State<TS, TD>
    {
        internal State(TS stateName, TD stateData, TimeSpan? timeout = null)
        {
            StateName = stateName;
            StateData = stateData;
            Timeout = timeout;
        }

        public TS StateName { get; }

        public TD StateData { get; private init; }

        public TimeSpan? Timeout { get; private init; }

        public Reason? StopReason { get; private init; }

        public IReadOnlyList<object> Replies { get; private init; } = [];

        internal bool Notifies { get; init; } = true;

        /// <summary>Replaces the time-out of the state that is entered, this once; TimeSpan.MaxValue: none.</summary>
        public State<TS, TD> ForMax(TimeSpan timeout) => Copy(timeout: timeout);

        /// <summary>Answers the sender of the event when the transition is made.</summary>
        public State<TS, TD> Replying(object replyValue) => Copy(replies: [.. Replies, replyValue]);

        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout) { StopReason = StopReason, Replies = Replies, Notifies = Notifies };

        internal State<TS, TD> With(Reason reason) => Copy(reason: reason);

        private State<TS, TD> Copy(TimeSpan? timeout = null, Reason? reason = null, IReadOnlyList<object>? replies = null) =>
            new(StateName, StateData, timeout ?? Timeout) { StopReason = reason ?? StopReason, Replies = replies ?? Replies, Notifies = Notifies };
    }
}

using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// A state machine: a handler per state that takes an event with the state's data and says where to go. A state may have a time-out,
/// which comes as <see cref="FSMBase.StateTimeout"/> when no message came before it.
/// </summary>
public abstract class FSM<TState, TData> : FSMBase
    where TState : notnull
{
    private readonly Dictionary<TState, (StateFunction? Function, TimeSpan? Timeout)> _states = [];
    private readonly List<TransitionHandler> _transitionHandlers = [];
    private Action<StopEvent<TState, TData>>? _terminationHandler;
    private StateFunction? _whenUnhandled;
    private State<TState, TData>? _current;
    private State<TState, TData>? _next;

    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    public delegate void TransitionHandler(TState initialState, TState nextState);

    public TState StateName => Current.StateName;

    public TData StateData => Current.StateData;

    /// <summary>In a transition handler: the data of the state that is entered.</summary>
    public TData NextStateData => (_next ?? throw new InvalidOperationException("NextStateData is only available during OnTransition")).StateData;

    private State<TState, TData> Current => _current ?? throw new InvalidOperationException("You must call StartWith before the FSM is used.");

    private static TimerScheduler Timers => ((ActorCell)Context).Timers;

    /// <summary>Declares how a state handles events; several for one state are tried in turn. A handler that returns null does not know the event.</summary>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        var (present, presentTimeout) = _states.GetValueOrDefault(stateName);
        _states[stateName] = (present is null ? func : e => present(e) ?? func(e), timeout ?? presentTimeout);
    }

    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) =>
        _current = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Enters the first state, from itself; last call of the constructor.</summary>
    public void Initialize()
    {
        if (_current is not null)
            MakeTransition(_current);
        else
            throw new InvalidOperationException("You must call StartWith before calling Initialize.");
    }

    /// <summary>Leaves for a state, also when it is the current one: transition handlers run and its time-out starts anew.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Current.StateData);

    /// <summary>No transition. A time-out of the state still starts anew.</summary>
    public State<TState, TData> Stay() => new(Current.StateName, Current.StateData) { Notifies = false };

    public State<TState, TData> Stop() => Stop(Normal.Instance);

    public State<TState, TData> Stop(Reason reason) => Stop(reason, Current.StateData);

    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).With(reason);

    /// <summary>Starts the timer of that name; it replaces one of the same name, whose message never arrives.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        if (repeat)
            Timers.StartPeriodicTimer(new TimerKey(name), msg, timeout);
        else
            Timers.StartSingleTimer(new TimerKey(name), msg, timeout);
    }

    public void CancelTimer(string name) => Timers.Cancel(new TimerKey(name));

    public bool IsTimerActive(string name) => Timers.IsTimerActive(new TimerKey(name));

    public void OnTransition(TransitionHandler transitionHandler) => _transitionHandlers.Add(transitionHandler);

    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _terminationHandler = terminationHandler;

    /// <summary>For events that the state's handlers do not know. Without it they are logged and dropped.</summary>
    public void WhenUnhandled(StateFunction stateFunction) => _whenUnhandled = stateFunction;

    /// <summary>Ends the machine with Shutdown if it has not ended itself.</summary>
    protected override void PostStop()
    {
        Terminate(Stay().With(Shutdown.Instance));
        base.PostStop();
    }

    protected override bool Receive(object message)
    {
        // Whatever comes ends the wait for a time-out.
        Timers.Cancel(StateTimeoutKey.Instance);
        var fsmEvent = new Event<TData>(message, Current.StateData);
        var next = _states.GetValueOrDefault(Current.StateName).Function?.Invoke(fsmEvent) ?? _whenUnhandled?.Invoke(fsmEvent);
        if (next is null)
        {
            Context.GetLogger().Warning("unhandled event {0} in state {1}", message, StateName);
            next = Stay();
        }
        ApplyState(next);
        return true;
    }

    private void ApplyState(State<TState, TData> next)
    {
        if (next.StopReason is null)
        {
            MakeTransition(next);
            return;
        }
        Reply(next);
        Terminate(next);
        Context.Stop(Self);
    }

    private void MakeTransition(State<TState, TData> next)
    {
        if (!_states.TryGetValue(next.StateName, out var state))
        {
            ApplyState(Stay().With(new Failure($"Next state {next.StateName} does not exist")));
            return;
        }
        Reply(next);
        if (next.Notifies)
        {
            _next = next;
            try
            {
                foreach (var handler in _transitionHandlers)
                    handler(Current.StateName, next.StateName);
            }
            finally
            {
                _next = null;
            }
        }
        _current = next;
        if ((next.Timeout ?? state.Timeout) is { } timeout && timeout >= TimeSpan.Zero && timeout < TimeSpan.MaxValue)
            Timers.StartSingleTimer(StateTimeoutKey.Instance, StateTimeout.Instance, timeout);
    }

    private void Reply(State<TState, TData> next)
    {
        foreach (var reply in next.Replies)
            Sender.Tell(reply);
    }

    private void Terminate(State<TState, TData> last)
    {
        if (Current.StopReason is not null)
            return;
        if (last.StopReason is Failure failure)
            Context.GetLogger().Error(failure.Cause as Exception, "{0}", failure.Cause);
        Timers.CancelAll();
        _current = last;
        _terminationHandler?.Invoke(new StopEvent<TState, TData>(last.StopReason!, last.StateName, last.StateData));
    }

    private sealed record TimerKey(string Name);

    private sealed record StateTimeoutKey
    {
        public static readonly StateTimeoutKey Instance = new();
    }
}

namespace Akka.Actor;

/// <summary>
/// A state machine: a handler per state that takes an event with the state's data and says where to go. A state may have a time-out,
/// which comes as <see cref="FSMBase.StateTimeout"/> when no message came before it.
/// </summary>
public abstract class FSM<TState, TData> : FSMBase
    where TState : notnull
{
    private readonly Dictionary<TState, (StateFunction Function, TimeSpan? Timeout)> _states = [];
    private Action<StopEvent<TState, TData>>? _terminationHandler;
    private State<TState, TData>? _current;

    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    private State<TState, TData> Current => _current ?? throw new InvalidOperationException("You must call StartWith before the FSM is used.");

    private static TimerScheduler Timers => ((ActorCell)Context).Timers;

    /// <summary>Declares how a state handles events. A handler that returns null does not know the event, which is then logged and dropped.</summary>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null) => _states.Add(stateName, (func, timeout));

    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) =>
        _current = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Enters the first state; last call of the constructor.</summary>
    public void Initialize() => Apply(Current);

    /// <summary>Leaves for a state, also when it is the current one; its time-out starts anew.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, Current.StateData);

    /// <summary>No transition. A time-out of the state still starts anew.</summary>
    public State<TState, TData> Stay() => GoTo(Current.StateName);

    public State<TState, TData> Stop() => new(Current.StateName, Current.StateData, stops: true);

    /// <summary>Starts the timer of that name; it replaces one of the same name, whose message never arrives.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false)
    {
        if (repeat)
            Timers.StartPeriodicTimer(name, msg, timeout);
        else
            Timers.StartSingleTimer(name, msg, timeout);
    }

    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _terminationHandler = terminationHandler;

    /// <summary>Ends the machine if it has not ended itself.</summary>
    protected override void PostStop()
    {
        if (!Current.Stops)
            Terminate(Stop());
        base.PostStop();
    }

    protected override bool Receive(object message)
    {
        // Whatever comes ends the wait for a time-out.
        Timers.Cancel(StateTimeout.Instance);
        var next = _states[Current.StateName].Function(new Event<TData>(message, Current.StateData));
        if (next is null)
            LogWarning($"unhandled event {message} in state {Current.StateName}");
        Apply(next ?? Stay());
        return true;
    }

    private void Apply(State<TState, TData> next)
    {
        var known = _states.TryGetValue(next.StateName, out var state);
        if (!known)
            LogError(null, $"Next state {next.StateName} does not exist");
        if (next.Stops || !known)
        {
            Terminate(known ? next : Stop());
            Context.Stop(Self);
            return;
        }
        _current = next;
        if ((next.Timeout ?? state.Timeout) is { } timeout)
            Timers.StartSingleTimer(StateTimeout.Instance, StateTimeout.Instance, timeout);
    }

    private void Terminate(State<TState, TData> last)
    {
        Timers.CancelAll();
        _current = last;
        _terminationHandler?.Invoke(new StopEvent<TState, TData>());
    }
}

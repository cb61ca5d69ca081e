using Akka.Persistence.Plugins;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private readonly string _writer = Guid.NewGuid().ToString();

    /// <summary>What the current turn has persisted, by atomic write; it goes to the journal at the turn's end.</summary>
    private List<PendingEvent[]> _batch = [];

    private long _nextSequenceNr = 1;

    /// <summary>Events whose handler has not run, and those among them that commands wait for.</summary>
    private int _pending, _awaited;

    private bool _writing;
    private bool _taskEndsTurn;

    /// <summary>Persists the event; the handler runs when it is durable, and no command is handled before.</summary>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => Add([@event], handler, awaited: true);

    /// <summary>Persists all events or none.</summary>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Add(events, handler, awaited: true);

    /// <summary>Like <see cref="Persist{TEvent}"/>, but commands go on meanwhile.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) => Add([@event], handler, awaited: false);

    /// <summary>Runs the handler after those of the events persisted so far; at once if none is pending.</summary>
    public void DeferAsync<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        ThrowIfRecovering();
        if (_pending == 0)
        {
            handler(@event);
            return;
        }
        _pending++;
        _batch.Add([new PendingEvent(@event!, 0, e => handler((TEvent)e), false, Sender)]);
    }

    private void Add<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool awaited)
    {
        ThrowIfRecovering();
        var write = events.Select(e => new PendingEvent(e!, _nextSequenceNr++, x => handler((TEvent)x), awaited, Sender)).ToArray();
        if (write.Length == 0)
            return;
        _pending += write.Length;
        if (awaited)
            _awaited += write.Length;
        _batch.Add(write);
    }

    private void ThrowIfRecovering()
    {
        if (IsRecovering)
            throw new InvalidOperationException("Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
    }

    /// <summary>Handles one message; what it persisted is written after it, also if it failed.</summary>
    private void Turn(Action handle)
    {
        var failed = true;
        _taskEndsTurn = false;
        try
        {
            handle();
            failed = false;
        }
        finally
        {
            if (!_taskEndsTurn)
                AfterTurn(failed);
        }
    }

    private void AfterTurn(bool failed)
    {
        Flush();
        if (failed)
            _waiting.UnstashAll();
        else if (_awaited == 0)
            _waiting.Unstash();
    }

    /// <summary>One write at a time: what comes meanwhile goes with the next.</summary>
    private void Flush()
    {
        if (_writing || _batch.Count == 0)
            return;
        _writing = true;
        var batch = _batch;
        _batch = [];
        _plugins.Journal.Write(new WriteRequest(PersistenceId, _writer, batch, Self, _incarnation));
    }

    private void Handle(EventReply reply)
    {
        if (reply.EndsWrite)
            _writing = false;
        var written = reply.Event;
        switch (reply)
        {
            case EventWriteFailed failed:
                try
                {
                    OnPersistFailure(failed.Cause, written.Payload, written.SequenceNr);
                }
                finally
                {
                    Context.Stop(Self);
                }
                break;
            case EventRejected rejected:
                Handled(written, () => OnPersistRejected(rejected.Cause, written.Payload, written.SequenceNr));
                break;
            default:
                Handled(written, () => written.Handler(written.Payload));
                break;
        }
    }

    private void Handled(PendingEvent @event, Action handle)
    {
        LastSequenceNr = Math.Max(LastSequenceNr, @event.SequenceNr);
        Turn(() =>
        {
            try
            {
                handle();
            }
            finally
            {
                _pending--;
                if (@event.IsAwaited)
                    _awaited--;
            }
        });
    }
}

using Akka.Persistence.Plugins;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private readonly string _writer = Guid.NewGuid().ToString();

    /// <summary>What the current turn has persisted; it goes to the journal at the turn's end.</summary>
    private List<PendingEvent> _batch = [];

    private long _nextSequenceNr = 1;

    /// <summary>Events whose handler has not run, and those among them that the journal has not answered.</summary>
    private int _pending, _writing;

    /// <summary>Persists the event; the handler runs when it is durable, and no command is handled before.</summary>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler)
    {
        if (_phase != Phase.Ready)
            throw new InvalidOperationException("Cannot persist during replay. Events can be persisted when receiving RecoveryCompleted or later.");
        _pending++;
        _batch.Add(new PendingEvent(@event!, _nextSequenceNr++, e => handler((TEvent)e), Sender));
    }

    /// <summary>Handles one message; what it persisted is written after it, also if it failed.</summary>
    private void Turn(Action handle)
    {
        var failed = true;
        try
        {
            handle();
            failed = false;
        }
        finally
        {
            Flush();
            if (failed)
                _waiting.UnstashAll();
            else if (_pending == 0)
                _waiting.Unstash();
        }
    }

    /// <summary>One write at a time: what comes meanwhile goes with the next.</summary>
    private void Flush()
    {
        if (_writing > 0 || _batch.Count == 0)
            return;
        _writing = _batch.Count;
        _plugins.Journal.Write(PersistenceId, _writer, _batch, Self, _incarnation);
        _batch = [];
    }

    private void Handle(EventReply reply)
    {
        _writing--;
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
        LastSequenceNr = @event.SequenceNr;
        Turn(() =>
        {
            try
            {
                handle();
            }
            finally
            {
                _pending--;
            }
        });
    }
}

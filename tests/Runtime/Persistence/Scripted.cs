using System.Threading.Channels;
using Akka.Actor;
using Akka.Persistence;

namespace Orchestrator.Tests.Runtime.Persistence;

/// <summary>A persistent actor that does what a test sends it, and tells what happens to it.</summary>
internal sealed class Scripted : ReceivePersistentActor, IWithTimers
{
    private readonly ChannelWriter<string> _diary;
    private string _state = "";

    public Scripted(string persistenceId, ChannelWriter<string> diary)
    {
        PersistenceId = persistenceId;
        _diary = diary;
        Recover<SnapshotOffer>(offer =>
        {
            _state = ((Happened)offer.Snapshot).What;
            Note($"snapshot: {_state}");
        });
        Recover<Happened>(Apply, happened => happened.What != "poisonous");
        Recover<Happened>(_ => throw new InvalidDataException("poisonous"));
        Recover<RecoveryCompleted>(_ => Note($"recovered {LastSequenceNr}: {_state}"));
        Scripts();
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public IActorRef From => Sender;

    public IActorRef Me => Self;

    public void Note(string what) => _diary.TryWrite(what);

    public void Apply(Happened happened) => _state += happened.What;

    /// <summary>Persists, applies and tells.</summary>
    public void Do(string what) => Persist(new Happened(what), happened =>
    {
        Apply(happened);
        Note($"{what} {LastSequenceNr}");
    });

    public void Snapshot() => SaveSnapshot(new Happened(_state));

    public void End() => Context.Stop(Self);

    public static void WatchAndStop(IActorRef actor)
    {
        Context.Watch(actor);
        Context.Stop(actor);
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Note($"persist failure {((Happened)@event).What} {sequenceNr}");

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Note($"rejected {((Happened)@event).What} {sequenceNr}");

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => Note($"recovery failure {(message as Happened)?.What}");

    private void Scripts()
    {
        Command<Action<Scripted>>(script => script(this));
        Command<SaveSnapshotSuccess>(_ => Note("saved"));
        Command<Terminated>(_ => Note("terminated"));
        Command<string>(text => text.Length > 5, text => Note($"long {text}"));
        Command<string>(Note);
    }
}

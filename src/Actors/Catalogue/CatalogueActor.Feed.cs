using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Catalogue;

// The feed of events: read from the journal; those who listen are poked.
public sealed partial class CatalogueActor
{
    private static readonly TimeSpan _progressEvery = TimeSpan.FromSeconds(1);

    private readonly HashSet<IActorRef> _subscribers = [];
    private readonly Dictionary<string, TransferView> _moving = [];
    private (AdminProtocol.GetEvents Question, AdminProtocol.Events Answer)? _lastPage;
    private long _lastEvent;

    private void Feeding()
    {
        ReceiveAsync<AdminProtocol.GetEvents>(async get =>
        {
            var asker = Sender;
            if (BadLimit(get.Limit) is { } refused)
                asker.Tell(refused);
            // Readers who are up to date all ask the same: the journal is read once for them.
            else if (_lastPage is { } last && last.Question == get)
                asker.Tell(last.Answer);
            else
                await Answer(asker, () => Task.FromResult<object>(Remembering(get, _store.Events(get.After, get.Limit))));
        });
        ReceiveAsync<AdminProtocol.GetHistory>(get => Answer(() => Task.FromResult(
            (object?)BadLimit(get.Limit) ?? _store.History(get.Id, get.After, get.Limit) ?? (object)new AdminProtocol.NotFound(get.Id))));
        ReceiveAsync<AdminProtocol.SubscribeEvents>(_ =>
        {
            if (_subscribers.Add(Context.Watch(Sender)) && _subscribers.Count == 1)
                Timers.StartPeriodicTimer(nameof(TellProgress), new TellProgress(), _progressEvery);
            return Answer(() => Task.FromResult<object>(new AdminProtocol.Subscribed(_store.LastEvent)));
        });
        Receive<Terminated>(gone =>
        {
            _subscribers.Remove(gone.ActorRef);
            if (_subscribers.Count > 0)
                return;
            _moving.Clear();
            Timers.Cancel(nameof(TellProgress));
        });
        Receive<TellProgress>(_ =>
        {
            if (_moving.Count == 0)
                return;
            var progress = new AdminProtocol.Progress([.. _moving.Values]);
            _moving.Clear();
            foreach (var subscriber in _subscribers)
                subscriber.Tell(progress);
        });
    }

    private static AdminProtocol.Refused? BadLimit(int limit) =>
        limit is >= 1 and <= 1000 ? null : new AdminProtocol.Refused("bad-limit", $"{limit} is no limit; write a whole number from 1 to 1000.");

    private AdminProtocol.Events Remembering(AdminProtocol.GetEvents question, AdminProtocol.Events answer)
    {
        _lastPage = (question, answer);
        return answer;
    }

    // A transfer tells of itself after each commit, and while its bytes move.
    private void Notice(TransferView transfer)
    {
        if (_subscribers.Count > 0 && transfer.State == TransferStatus.Streaming)
            _moving[transfer.Id] = transfer with { SessionHistory = null };
        else
            _moving.Remove(transfer.Id);
    }

    // Many commits become one poke.
    private void Arrived(long lastEvent)
    {
        if (lastEvent == _lastEvent)
            return;
        (_lastEvent, _lastPage) = (lastEvent, null);
        foreach (var subscriber in _subscribers)
            subscriber.Tell(AdminProtocol.EventsArrived.Instance);
    }

    private sealed record TellProgress;
}

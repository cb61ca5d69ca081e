using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Catalogue;

/// <summary>
/// Keeps the catalogue: gathers what transfers tell, writes it in batches, answers queries from what was written and from the journal,
/// tells subscribers that something happened, forgets what ended long ago.
/// </summary>
public sealed partial class CatalogueActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan _flushEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _flushAgain = TimeSpan.FromSeconds(5);

    private readonly CatalogueStore _store;
    private readonly TimeSpan _keepFinished;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, CatalogueProtocol.Put> _dirty = [];

    /// <summary>Owns the store from now on; <paramref name="keepFinished"/> is how long a transfer is kept after its end.</summary>
    public CatalogueActor(CatalogueStore store, TimeSpan keepFinished, TimeProvider time, ILogger<CatalogueActor> log)
    {
        (_store, _keepFinished, _time, _log) = (store, keepFinished, time, log);
        Receive<CatalogueProtocol.Put>(put =>
        {
            _dirty[put.Transfer.Id] = put;
            if (!Timers.IsTimerActive(nameof(Flush)))
                Timers.StartSingleTimer(nameof(Flush), new Flush(), _flushEvery);
            Notice(put.Transfer);
        });
        ReceiveAsync<Flush>(_ => Write());
        Query<AdminProtocol.GetTransfer>(get => _store.Find(get.Id) ?? (object)new AdminProtocol.NotFound(get.Id));
        Query<AdminProtocol.ListTransfers>(list => _store.List(list, _time.GetUtcNow()));
        Query<AdminProtocol.GetCounts>(counts => _store.Count(counts, _time.GetUtcNow()));
        Query<CatalogueProtocol.GetIds>(ids => _store.Ids(ids, _time.GetUtcNow()));
        ReceiveAsync<CatalogueProtocol.GetPosition>(_ =>
        {
            var unwritten = _dirty.Count;
            return Answer(() => Task.FromResult<object>(new CatalogueProtocol.Position(_store.LastEvent, unwritten)));
        });
        ReceiveAsync<CatalogueProtocol.Remember>(memory => Answer(async () =>
        {
            await _store.RememberAsync(memory.Key, memory.Value);
            return new CatalogueProtocol.Remembered();
        }));
        ReceiveAsync<CatalogueProtocol.Recall>(recall => Answer(() => Task.FromResult<object>(new CatalogueProtocol.Recalled(_store.Recall(recall.Prefix)))));
        Feeding();
        Forgetting();
    }

    private sealed record Flush;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PostStop()
    {
        try
        {
            // What is not written now is in the journal; its rows are made anew at the next start.
            _store.TryPut(_dirty.Values, _time.GetUtcNow());
        }
        catch (Exception e)
        {
            CatalogueLog.WriteFailed(_log, e);
        }

        _store.Dispose();
    }

    private async Task Write()
    {
        if (_dirty.Count == 0)
            return;
        var (rows, now) = (_dirty.Values.ToList(), _time.GetUtcNow());
        try
        {
            Arrived(await Task.Run(() => _store.LastEvent));
            await Task.Run(() => _store.PutAsync(rows, now));
            _dirty.Clear();
        }
        catch (Exception e)
        {
            CatalogueLog.WriteFailed(_log, e);
            Timers.StartSingleTimer(nameof(Flush), new Flush(), _flushAgain);
        }
    }

    // The answer knows what was told before the question.
    private void Query<T>(Func<T, object> query) => ReceiveAsync<T>(async question =>
    {
        var asker = Sender;
        await Write();
        await Answer(asker, () => Task.FromResult(query(question)));
    });

    private Task Answer(Func<Task<object>> answer) => Answer(Sender, answer);

    private static async Task Answer(IActorRef asker, Func<Task<object>> answer)
    {
        try
        {
            asker.Tell(await Task.Run(answer));
        }
        catch (Exception e)
        {
            asker.Tell(new Status.Failure(e));
        }
    }
}

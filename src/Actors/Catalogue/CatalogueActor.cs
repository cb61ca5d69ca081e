using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Catalogue;

/// <summary>Keeps the catalogue: gathers what transfers tell, writes it in batches, and answers queries from what was written.</summary>
public sealed class CatalogueActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan _flushEvery = TimeSpan.FromMilliseconds(200);

    private readonly CatalogueStore _store;
    private readonly ILogger _log;
    private readonly Dictionary<string, CatalogueProtocol.Put> _dirty = [];

    /// <summary>Owns the store from now on.</summary>
    public CatalogueActor(CatalogueStore store, ILogger<CatalogueActor> log)
    {
        (_store, _log) = (store, log);
        Receive<CatalogueProtocol.Put>(put =>
        {
            _dirty[put.Transfer.Id] = put;
            if (!Timers.IsTimerActive(nameof(Flush)))
                Timers.StartSingleTimer(nameof(Flush), new Flush(), _flushEvery);
        });
        ReceiveAsync<Flush>(_ => Write());
        ReceiveAsync<AdminProtocol.GetTransfer>(get => Answer(() => _store.Find(get.Id) ?? (object)new AdminProtocol.NotFound(get.Id)));
        ReceiveAsync<AdminProtocol.ListTransfers>(list => Answer(() => _store.List(list)));
    }

    private sealed record Flush;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PostStop()
    {
        try
        {
            if (_dirty.Count > 0)
                _store.Put(_dirty.Values);
        }
        catch (Exception e)
        {
            // The journal has it all; the rows are made anew at the next start.
            CatalogueLog.WriteFailed(_log, e);
        }

        _store.Dispose();
    }

    private async Task Write()
    {
        if (_dirty.Count == 0)
            return;
        var rows = _dirty.Values.ToList();
        try
        {
            await Task.Run(() => _store.Put(rows));
            _dirty.Clear();
        }
        catch (Exception e)
        {
            CatalogueLog.WriteFailed(_log, e);
            Timers.StartSingleTimer(nameof(Flush), new Flush(), TimeSpan.FromSeconds(5));
        }
    }

    private async Task Answer(Func<object> query)
    {
        var asker = Sender;
        await Write();
        try
        {
            asker.Tell(await Task.Run(query));
        }
        catch (Exception e)
        {
            asker.Tell(new Status.Failure(e));
        }
    }
}

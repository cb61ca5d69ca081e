namespace Orchestrator.Actors.Catalogue;

// What ended long ago is forgotten: rows, events, snapshots.
public sealed partial class CatalogueActor
{
    private const int PruneAtOnce = 200;
    private static readonly TimeSpan _pruneSoon = TimeSpan.FromMilliseconds(100);

    private void Forgetting(TimeSpan keepFinished)
    {
        // Late by a tenth, but not by more than an hour.
        var every = keepFinished / 10;
        every = every > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : every;
        ReceiveAsync<Prune>(async _ =>
        {
            await Write();
            var (pruned, before) = (0, _time.GetUtcNow() - keepFinished);
            try
            {
                pruned = await Task.Run(() => _store.PruneAsync(before, PruneAtOnce));
            }
            catch (Exception e)
            {
                CatalogueLog.PruneFailed(_log, e);
            }

            if (pruned > 0)
                CatalogueLog.Pruned(_log, pruned, before);
            // A piece at a time: others want to write, too.
            Timers.StartSingleTimer(nameof(Prune), new Prune(), pruned == PruneAtOnce ? _pruneSoon : every);
        });
        Timers.StartSingleTimer(nameof(Prune), new Prune(), every);
    }

    private sealed record Prune;
}

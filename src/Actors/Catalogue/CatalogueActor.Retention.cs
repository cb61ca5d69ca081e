namespace Orchestrator.Actors.Catalogue;

// What ended long ago is forgotten: rows, events, snapshots.
public sealed partial class CatalogueActor
{
    private const int PruneAtOnce = 200;
    private static readonly TimeSpan _pruneSoon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _pruneAtMost = TimeSpan.FromHours(1);

    // Late by a tenth, but not by more than an hour.
    private TimeSpan PruneEvery => _keepFinished / 10 is var tenth && tenth < _pruneAtMost ? tenth : _pruneAtMost;

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartSingleTimer(nameof(Prune), new Prune(), PruneEvery);

    private void Forgetting()
    {
        ReceiveAsync<Prune>(async _ =>
        {
            await Write();
            var (pruned, before) = (0, _time.GetUtcNow() - _keepFinished);
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
            Timers.StartSingleTimer(nameof(Prune), new Prune(), pruned == PruneAtOnce ? _pruneSoon : PruneEvery);
        });
    }

    private sealed record Prune;
}

using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Admin;

/// <summary>Gathers what is to be said of the daemon itself.</summary>
internal static class NodeReport
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <exception cref="AskTimeoutException">Transfers or catalogue are too busy to answer.</exception>
    public static async Task<NodeView> MakeAsync(AdminServices house)
    {
        var load = house.Transfers.Ask<TransferProtocol.Load>(new TransferProtocol.GetLoad(), _patience);
        var position = await house.Catalogue.Ask<CatalogueProtocol.Position>(new CatalogueProtocol.GetPosition(), _patience);
        var transfers = await load;
        return new NodeView
        {
            Version = typeof(NodeReport).Assembly.GetName().Version!.ToString(3),
            StartedAt = house.StartedAt,
            Draining = transfers.Draining,
            Listening = house.Listening,
            DataDir = house.Settings.DataDir,
            FreeDiskBytes = house.Settings.Accounts.Select(a => a.Inbox).OfType<string>().Append(house.Settings.DataDir)
                .Distinct().Select(folder => (folder, Free: FreeBytes(folder))).Where(f => f.Free is not null)
                .ToImmutableSortedDictionary(f => f.folder, f => f.Free!.Value),
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
            RssBytes = Environment.WorkingSet,
            QueueDepth = transfers.Queued,
            Active = transfers.Active,
            Receiving = transfers.Receiving,
            Live = transfers.Live,
            LastEvent = position.LastEvent,
            CatalogueLag = position.Unwritten,
            Limits = house.Settings.Transfer,
        };
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that is gone is told by whoever needs it.
            return null;
        }
    }
}

using Dapper;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Catalogue;

/// <summary>A filter as a condition on the table <c>transfer</c>.</summary>
internal sealed class CatalogueQuery
{
    private const int MaxText = 200;
    private readonly List<string> _conditions = ["1"];

    private CatalogueQuery()
    {
    }

    public string Sql => string.Join(" AND ", _conditions);

    public DynamicParameters Parameters { get; } = new();

    /// <summary>The condition; null and a fault in words where the filter makes no sense.</summary>
    public static CatalogueQuery? Of(TransferFilter filter, DateTimeOffset now, out string? fault)
    {
        var query = new CatalogueQuery();
        fault = query.Add(filter, now);
        return fault is null ? query : null;
    }

    public CatalogueQuery With(string name, object? value)
    {
        Parameters.Add(name, value);
        return this;
    }

    private string? Add(TransferFilter filter, DateTimeOffset now)
    {
        if (filter.Text?.Length > MaxText)
            return $"The text has {filter.Text.Length} characters; at most {MaxText} are searched for.";
        if (filter.Account is { } account)
        {
            if (!Jid.TryParse(account, out var jid, out var error))
                return $"The account '{account}' is no JID: {error}";
            Add("account = @account", "account", jid.Bare.ToString());
        }

        if (filter.Peer is { } peer)
        {
            if (!Jid.TryParse(peer, out var jid, out var error))
                return $"The peer '{peer}' is no JID: {error}";
            Add(jid.HasResource ? "peer = @peer" : "peer_bare = @peer", "peer", jid.ToString());
        }

        if (!filter.States.IsDefaultOrEmpty)
            Add("state IN @states", "states", filter.States.Select(s => s.ToString()).ToArray());
        Add("direction = @direction", "direction", filter.Direction?.ToString());
        Add("road = @road", "road", filter.Road);
        Add("reason = @reason", "reason", filter.Reason);
        Add("instr(search, @text) > 0", "text", filter.Text?.ToLowerInvariant());
        Add("created >= @createdAfter", "createdAfter", filter.CreatedAfter?.UtcTicks);
        Add("created < @createdBefore", "createdBefore", filter.CreatedBefore?.UtcTicks);
        Add("updated < @updatedBefore", "updatedBefore", filter.UpdatedBefore?.UtcTicks);
        if (filter.Stuck)
        {
            Add(
                $"""
                is_final = 0 AND state <> '{TransferStatus.Paused}' AND (moved < @quietSince
                 OR (reason IS NOT NULL AND state IN ('{TransferStatus.Interrupted}', '{TransferStatus.WaitingForPeer}')))
                """,
                "quietSince",
                (now - TransferFilter.StuckAfter).UtcTicks);
        }

        return null;
    }

    private void Add(string condition, string name, object? value)
    {
        if (value is null)
            return;
        _conditions.Add(condition);
        Parameters.Add(name, value);
    }
}

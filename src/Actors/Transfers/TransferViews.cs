using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Transfers;

/// <summary>Shows a transfer's state to the outside.</summary>
internal static class TransferViews
{
    /// <summary>The view; while bytes move, <paramref name="progress"/> is ahead of what is durable. <paramref name="roads"/> is the policy in force.</summary>
    public static TransferView Of(TransferState state, Progress progress, RoadPolicy? roads) => new()
    {
        Id = state.Id,
        Direction = state.Direction,
        State = state.Status,
        Account = state.Account,
        Peer = state.Peer,
        Name = state.Name,
        Size = state.Size,
        Offset = state.Status == TransferStatus.Streaming ? Math.Max(progress.Position, state.Offset) : state.Offset,
        ResumedAt = state.ResumedAt,
        Sessions = state.Session,
        Road = state.Road,
        ConfirmedBy = state.ConfirmedBy,
        Sha256 = state.Sha256,
        Path = state.Path,
        Reason = state.Reason,
        Detail = state.Detail,
        Description = state.Description,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        NextAttemptAt = state.NextAttemptAt,
        Deadline = state.Deadline,
        RemoteId = RemoteId(state),
        Priority = state.Priority,
        MaxRate = state.MaxRate,
        Roads = roads,
        Rate = state.Status == TransferStatus.Streaming && progress.Rate is { } rate ? (long)rate : null,
        Eta = state.Status == TransferStatus.Streaming ? progress.Eta(state.Size) : null,
        SessionHistory = state.History,
    };

    // The receiver derives its id from what both sides know.
    private static string? RemoteId(TransferState state) => state.Direction == TransferDirection.Incoming ? state.SharedId
        : state.PeerConfirms ? TransferId.OfOffer(Jid.Parse(state.Peer).Bare.ToString(), Jid.Parse(state.Account), state.Id)
        : null;
}

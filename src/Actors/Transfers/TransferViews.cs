using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Transfers;

/// <summary>Shows a transfer's state to the outside.</summary>
internal static class TransferViews
{
    /// <summary>The view; while bytes move, <paramref name="position"/> is ahead of what is durable.</summary>
    public static TransferView Of(TransferState state, long position) => new()
    {
        Id = state.Id,
        Direction = state.Direction,
        State = state.Status,
        Account = state.Account,
        Peer = state.Peer,
        Name = state.Name,
        Size = state.Size,
        Offset = state.Status == TransferStatus.Streaming ? Math.Max(position, state.Offset) : state.Offset,
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
        Priority = state.Priority,
        MaxRate = state.MaxRate,
        Roads = state.Roads,
    };
}

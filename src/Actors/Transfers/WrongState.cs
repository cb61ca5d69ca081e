using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Transfers;

/// <summary>Says why a transfer's state does not allow what was asked, and what does help. Pure.</summary>
internal static class WrongState
{
    public static AdminProtocol.Refused For(TransferState state, TransferAction action) => new("wrong-state", Why(state, action), state.Status);

    public static AdminProtocol.Refused ForAdjustment(TransferState state) => state.IsFinal || state.IsVerified
        ? new("wrong-state", $"Transfer {state.Id} is {state.Status} already; only one that has not ended can be changed.", state.Status)
        : new("bad-adjustment", $"Transfer {state.Id} is received: priority and roads are the sender's to choose; deadline and rate can be changed here.", state.Status);

    private static string Why(TransferState state, TransferAction action) => (action, state) switch
    {
        (TransferAction.Retry, { IsFinal: true, Direction: TransferDirection.Outgoing }) =>
            $"Transfer {state.Id} is {state.Status}, which is final; submit the file again with a new key.",
        (_, { IsFinal: true }) => $"Transfer {state.Id} is {state.Status} already, which is final.",
        (_, { IsVerified: true }) => $"The file of transfer {state.Id} is whole and verified and is being moved into place; nothing stops that.",
        (TransferAction.Pause, _) => $"Transfer {state.Id} is paused already.",
        (TransferAction.Resume, _) => $"Transfer {state.Id} is {state.Status}; only a paused one can be resumed.",
        (TransferAction.Retry, { Status: TransferStatus.Paused }) => $"Transfer {state.Id} is paused; resume it.",
        (TransferAction.Retry, { BeginsSessions: false }) => $"Transfer {state.Id} is received: only its sender can begin again; retry it there.",
        (TransferAction.Retry, { Status: TransferStatus.Queued }) => $"Transfer {state.Id} waits for a slot already; a higher priority brings it forward.",
        _ => $"Transfer {state.Id} is {state.Status}; there is nothing to {action.ToString().ToLowerInvariant()}.",
    };
}

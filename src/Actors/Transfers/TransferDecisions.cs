using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// Decides what a command does to a transfer. Pure: time and chance come in as data, events come out. A command that the
/// state does not allow, such as a late word of an earlier session, gives no event.
/// </summary>
/// <param name="Now">The time of the decision.</param>
/// <param name="By">Who asks, as the events will say.</param>
/// <param name="Chance">0 to below 1: the jitter of a backoff.</param>
/// <param name="Settings">Deadline, backoff, bounds.</param>
public readonly record struct TransferDecisions(DateTimeOffset Now, string By, double Chance, TransferSettings Settings)
{
    /// <summary>The event that the command brings about, or null.</summary>
    public TransferEvent? Decide(TransferState state, TransferCommand command) => command switch
    {
        TransferCommand.Submit c when !state.Exists => new Submitted
        {
            At = Now,
            By = By,
            Id = c.Id,
            Account = c.Account,
            Peer = c.Peer,
            Path = c.Path,
            Size = c.Size,
            ModifiedAt = c.ModifiedAt,
            Description = c.Description,
            Deadline = c.Deadline ?? Now + Settings.Deadline,
            Priority = c.Priority,
            MaxRate = c.MaxRate,
            Roads = c.Roads,
        },
        TransferCommand.AcceptOffer c when !state.Exists => new OfferAccepted
        {
            At = Now,
            By = By,
            Id = c.Id,
            Account = c.Account,
            Peer = c.Peer,
            RemoteId = c.RemoteId,
            Name = c.Name,
            Size = c.Size,
            ModifiedAt = c.ModifiedAt,
            Md5 = c.Md5,
            Inbox = c.Inbox,
            Description = c.Description,
            Url = c.Url,
            Sha256 = c.Sha256,
            Deadline = Now + Settings.Deadline,
        },
        _ when !state.Exists || state.IsFinal => null,
        TransferCommand.BeginSession c when !state.IsActive && state.Status != TransferStatus.Paused =>
            new SessionStarted { At = Now, By = By, Session = state.Session + 1, Sid = c.Sid, Why = c.Why, Peer = c.Peer, Url = c.Url, Sha256 = c.Sha256 },
        TransferCommand.BeginStreaming c when Current(c.Session, TransferStatus.Negotiating, state) && c.Offset >= 0 && c.Offset <= state.Size =>
            new StreamingStarted { At = Now, By = By, Session = c.Session, Road = c.Road, Offset = c.Offset, Negotiated = c.Negotiated, Validator = c.Validator },
        // A flow that a pause has stopped makes its last bytes durable afterwards.
        TransferCommand.Checkpoint c when (Current(c.Session, TransferStatus.Streaming, state) || Current(c.Session, TransferStatus.Paused, state)) && c.Offset > state.Offset && c.Offset <= state.Size =>
            new Checkpointed { At = Now, By = By, Session = c.Session, Offset = c.Offset },
        TransferCommand.FinishBytes c when Current(c.Session, TransferStatus.Streaming, state) || Current(c.Session, TransferStatus.Negotiating, state) =>
            new BytesDone { At = Now, By = By, Session = c.Session, Sha256 = c.Sha256, Negotiated = c.Negotiated },
        TransferCommand.Verify c when state is { Status: TransferStatus.Verifying, Direction: TransferDirection.Incoming } =>
            new Verified { At = Now, By = By, Target = c.Target },
        // A sender believes a receipt that comes late, too: it has hashed every byte, so the receipt speaks of this very file.
        TransferCommand.Complete c when (state.Direction == TransferDirection.Outgoing ? state.Sha256 is not null : state.IsVerified) =>
            new Completed { At = Now, By = By, ConfirmedBy = c.ConfirmedBy },
        // A verified file is on its way into place: nothing but a failure of that stops it.
        TransferCommand.Break c when state.IsActive && c.Session == state.Session && (!state.IsVerified || c.Reason == Reason.InboxUnwritable) => AfterBreak(state, c),
        TransferCommand.PutOff c when state.IsVerified && (c.Reason.Code, c.Detail) != (state.Reason, state.Detail) =>
            new PutOff { At = Now, By = By, Reason = c.Reason.Code, Detail = c.Detail },
        _ when state.IsVerified => null,
        TransferCommand.CallOff c => End(TransferStatus.Cancelled, c.Reason, c.Detail),
        TransferCommand.Pause when state.Status != TransferStatus.Paused => new Paused { At = Now, By = By },
        TransferCommand.Resume when state.Status == TransferStatus.Paused => new Resumed { At = Now, By = By },
        TransferCommand.RetryNow when state is { BeginsSessions: true, Status: TransferStatus.Interrupted or TransferStatus.WaitingForPeer } =>
            new RetriedNow { At = Now, By = By },
        // Slot and road are the sender's choice.
        TransferCommand.Adjust c when state.Direction == TransferDirection.Outgoing || c is { Priority: null, Roads: null } =>
            new Adjusted { At = Now, By = By, Priority = c.Priority, Deadline = c.Deadline, MaxRate = c.MaxRate, Roads = c.Roads },
        TransferCommand.Expire when Now >= state.Deadline =>
            End(TransferStatus.Expired, Reason.DeadlinePassed, Because(state, $"not finished by {state.Deadline:u}")),
        // Another Orchestrator can be asked for its word without a new session.
        TransferCommand.Reconcile when state.CanAskForWord => null,
        // What was verified is not received again: only the move into place is repeated.
        TransferCommand.Reconcile c when state.IsActive => new Interrupted
        {
            At = Now,
            By = By,
            Session = state.Session,
            Reason = Reason.DaemonRestarted.Code,
            Detail = $"the daemon ended while the transfer was {state.Status}",
            Offset = state.Direction == TransferDirection.Incoming ? Math.Min(state.Offset, c.OffsetOnDisk) : state.Offset,
            NextAttemptAt = state.BeginsSessions ? Now : null,
        },
        _ => null,
    };

    private static bool Current(int session, TransferStatus status, TransferState state) =>
        state.Session == session && state.Status == status;

    private TransferEvent AfterBreak(TransferState state, TransferCommand.Break broken) => broken.Reason.Retry switch
    {
        Retry.Never => End(state, TransferStatus.Failed, broken),
        Retry.Declined => End(state, TransferStatus.Declined, broken),
        Retry.Cancelled => End(state, TransferStatus.Cancelled, broken),
        Retry.Bounded when state.BoundedFailures >= Settings.Retry.MaxUnknownErrors => End(state, TransferStatus.Failed, broken),
        // A sender that is no Orchestrator has closed and thinks that it is done; what it offers next is another transfer.
        _ when broken.Reason == Reason.HashMismatch && state is { Direction: TransferDirection.Incoming, SharedId: null } => End(state, TransferStatus.Failed, broken),
        _ => new Interrupted
        {
            At = Now,
            By = By,
            Session = broken.Session,
            Reason = broken.Reason.Code,
            Detail = broken.Detail,
            Offset = Math.Clamp(broken.Offset, 0, state.Size),
            Negotiated = broken.Negotiated,
            // A receiver cannot begin a session, unless it has a URL; it waits for the sender's next offer.
            NextAttemptAt = state.BeginsSessions ? Now + Settings.Retry.After(state.FruitlessSessions, Chance) : null,
        },
    };

    private Ended End(TransferState state, TransferStatus status, TransferCommand.Break broken) =>
        End(status, broken.Reason, broken.Detail) with { Offset = Math.Clamp(broken.Offset, 0, state.Size), Negotiated = broken.Negotiated };

    private Ended End(TransferStatus status, Reason reason, string? detail) =>
        new() { At = Now, By = By, Status = status, Reason = reason.Code, Detail = detail };

    private static string Because(TransferState state, string what) =>
        state.Reason is null ? what : $"{what}; the last failure was {state.Reason}: {state.Detail}";
}

using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Transfers;

internal static partial class TransferLog
{
    [LoggerMessage(EventId = 3100, Level = LogLevel.Information, Message = "Transfer {Id}: {Event}, now {Status}, {Offset} of {Size} bytes; {Reason} {Detail}")]
    public static partial void Changed(ILogger logger, string id, string @event, TransferStatus status, long offset, long size, string? reason, string? detail);

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "Transfer {Id}: an event was not committed; the transfer is loaded again soon")]
    public static partial void PersistFailed(ILogger logger, string id, Exception error);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Error, Message = "Transfer {Id}: its events cannot be read")]
    public static partial void RecoveryFailed(ILogger logger, string id, Exception error);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "Transfer {Id}: no snapshot was written")]
    public static partial void SnapshotFailed(ILogger logger, string id, Exception error);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Warning, Message = "Transfer {Id}: the offer is put off: {Detail}")]
    public static partial void InboxRefused(ILogger logger, string id, string detail);

    [LoggerMessage(EventId = 3106, Level = LogLevel.Error, Message = "Transfer {Id}: the verified file cannot be moved into the inbox, which is tried again: {Detail}")]
    public static partial void MovePutOff(ILogger logger, string id, string detail);

    [LoggerMessage(EventId = 3107, Level = LogLevel.Warning, Message = "Transfer {Id}: the URL that {Peer} named is not fetched: {Detail}")]
    public static partial void UrlNotFetched(ILogger logger, string id, string peer, string detail);

    [LoggerMessage(EventId = 3108, Level = LogLevel.Error, Message = "Transfer {Id}: its session broke by a defect and ends")]
    public static partial void SessionCrashed(ILogger logger, string id, Exception error);

    [LoggerMessage(EventId = 3105, Level = LogLevel.Warning, Message = "Transfer {Id}: the partial {Path} was left behind")]
    public static partial void PartialLeft(ILogger logger, string id, string path, Exception error);
}

using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Transfers;

internal static partial class TransfersLog
{
    [LoggerMessage(EventId = 3200, Level = LogLevel.Information, Message = "{Count} unfinished transfers are taken up again")]
    public static partial void Woken(ILogger logger, int count);

    [LoggerMessage(EventId = 3201, Level = LogLevel.Error, Message = "A transfer's actor failed; it is loaded again soon")]
    public static partial void Crashed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Information, Message = "An offer from {Peer} to {Account} was declined: {Detail}")]
    public static partial void NotAccepted(ILogger logger, string peer, string account, string detail);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Information, Message = "Draining: {Draining}")]
    public static partial void Draining(ILogger logger, bool draining);
}

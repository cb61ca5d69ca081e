using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Accounts;

internal static partial class AccountLog
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Information, Message = "Account {Account} is online as {Jid} (resumed: {Resumed})")]
    public static partial void Online(ILogger logger, string account, string jid, bool resumed);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Account {Account} is offline: {Detail} Next attempt in {Seconds:F1} s")]
    public static partial void Offline(ILogger logger, string account, string detail, double seconds);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "Account {Account} stays offline until it is disabled and enabled, or the daemon starts anew: {Detail}")]
    public static partial void Refused(ILogger logger, string account, string detail);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "The connection of account {Account} did not close in good order")]
    public static partial void DisposeFailed(ILogger logger, string account, Exception error);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "A stanza of account {Account} was not sent")]
    public static partial void SendFailed(ILogger logger, string account, Exception error);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, Message = "Account {Account} was switched by a command (enabled: {Enabled})")]
    public static partial void Switched(ILogger logger, string account, bool enabled);
}

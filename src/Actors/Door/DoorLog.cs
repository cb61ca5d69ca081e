using Microsoft.Extensions.Logging;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Door;

/// <summary>Events 3800–3899.</summary>
internal static partial class DoorLog
{
    [LoggerMessage(EventId = 3800, Level = LogLevel.Information, Message = "{From} executes {Command}")]
    public static partial void Executed(ILogger logger, Jid from, string command);

    [LoggerMessage(EventId = 3801, Level = LogLevel.Warning, Message = "{From} may not execute {Node}: it is not among the account's admins")]
    public static partial void Refused(ILogger logger, Jid from, string node);

    [LoggerMessage(EventId = 3802, Level = LogLevel.Error, Message = "The command {Command} failed")]
    public static partial void Failed(ILogger logger, string command, Exception error);
}

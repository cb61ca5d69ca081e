using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Xmpp;

namespace Orchestrator.Sandbox;

internal static partial class SandboxLog
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Information, Message = "XMPP server of {Domain}: clients on port {Port}, components on port {ComponentPort}")]
    public static partial void Started(this ILogger log, string domain, int port, int componentPort);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Debug, Message = "{Jid} is connected")]
    public static partial void SessionOpened(this ILogger log, Jid jid);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Debug, Message = "{Jid} is gone")]
    public static partial void SessionClosed(this ILogger log, Jid? jid);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Debug, Message = "The stream of {Jid} broke: {Reason}")]
    public static partial void SessionBroken(this ILogger log, Jid? jid, string reason);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Error, Message = "The session of {Jid} failed")]
    public static partial void SessionFailed(this ILogger log, Exception error, Jid? jid);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Debug, Message = "A login is refused: {Who}")]
    public static partial void LoginRefused(this ILogger log, string? who);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Information, Message = "{Fault} strikes a stanza from {From} to {To}")]
    public static partial void FaultStruck(this ILogger log, Fault fault, Jid from, Jid to);

    [LoggerMessage(EventId = 5007, Level = LogLevel.Error, Message = "Accepting connections failed")]
    public static partial void AcceptFailed(this ILogger log, Exception error);
}

using System.Xml.Linq;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Xmpp;

internal static partial class XmppClientLog
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Connected as {Jid} to {Host}:{Port} ({Protection})")]
    public static partial void Connected(this ILogger logger, Jid jid, string host, int port, string protection);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Resumed the session of {Jid} at {Host}:{Port} ({Protection})")]
    public static partial void Resumed(this ILogger logger, Jid jid, string host, int port, string protection);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "The server does not resume the session of {Jid}; a new one begins")]
    public static partial void ResumptionRefused(this ILogger logger, Jid jid);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "The stream of {Jid} was lost: {Kind}: {Reason}")]
    public static partial void Lost(this ILogger logger, Jid jid, XmppErrorKind kind, string reason);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Debug, Message = "The stream of {Jid} is closed")]
    public static partial void Closed(this ILogger logger, Jid jid);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Error, Message = "The handler of {Name} failed")]
    public static partial void HandlerFailed(this ILogger logger, XName name, Exception exception);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Debug, Message = "The answer to {Name} could not be sent any more")]
    public static partial void AnswerLost(this ILogger logger, XName name, Exception exception);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "Ignored an answer from {From}: nobody asked for it, or not there")]
    public static partial void AnswerIgnored(this ILogger logger, string? from);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Warning, Message = "Ignored a request with a malformed address")]
    public static partial void AddressMalformed(this ILogger logger);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Debug, Message = "Ignored an unknown element {Name} in the stream")]
    public static partial void ElementUnknown(this ILogger logger, XName name);
}

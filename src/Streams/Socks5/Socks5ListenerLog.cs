using System.Net;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Socks5;

internal static partial class Socks5ListenerLog
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Information, Message = "SOCKS5 streamhost listens on {EndPoint}")]
    public static partial void Listening(this ILogger log, IPEndPoint endPoint);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "SOCKS5 streamhost on {EndPoint} could not accept a connection; it goes on listening")]
    public static partial void AcceptFailed(this ILogger log, IPEndPoint endPoint, Exception cause);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Debug, Message = "SOCKS5 connector {Remote} turned away: {Why}")]
    public static partial void TurnedAway(this ILogger log, EndPoint? remote, string why);
}

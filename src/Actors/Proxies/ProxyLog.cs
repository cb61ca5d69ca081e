using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Proxies;

internal static partial class ProxyLog
{
    [LoggerMessage(EventId = 3500, Level = LogLevel.Information, Message = "Account {Account}: {Count} SOCKS5 proxies are known")]
    public static partial void Found(ILogger logger, string account, int count);

    [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "Account {Account}: a proxy cannot be used: {Detail}")]
    public static partial void NotUsable(ILogger logger, string account, string detail);

    [LoggerMessage(EventId = 3502, Level = LogLevel.Warning, Message = "Proxy {Proxy} failed: {Detail}")]
    public static partial void Failed(ILogger logger, string proxy, string detail);

    [LoggerMessage(EventId = 3503, Level = LogLevel.Warning, Message = "Account {Account}: {Note}")]
    public static partial void Refused(ILogger logger, string account, string note);

    [LoggerMessage(EventId = 3504, Level = LogLevel.Warning, Message = "What is known of the proxies was not saved, and is asked for again after a restart: {Detail}")]
    public static partial void NotSaved(ILogger logger, string detail);
}

namespace Orchestrator.Host.Serving;

/// <summary>Events 4000–4099.</summary>
internal static partial class DaemonLog
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Starting version {Version} as process {Pid}, data in {DataDir}")]
    public static partial void Starting(ILogger logger, string version, int pid, string dataDir);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Serving {Accounts}: API on {Address}, bytestreams on {Socks5}")]
    public static partial void Serving(ILogger logger, string accounts, string address, System.Net.IPEndPoint socks5);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Stopping, within {Grace}")]
    public static partial void Stopping(ILogger logger, TimeSpan grace);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Error, Message = "The orderly stop took longer than {Grace}; what is left is cut off and resumes at the next start")]
    public static partial void StopTookTooLong(ILogger logger, TimeSpan grace);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Error, Message = "The daemon's own actors or its database gave no answer within {Patience}; the service manager is not told that all is well")]
    public static partial void WatchdogUnanswered(ILogger logger, TimeSpan patience, Exception error);
}

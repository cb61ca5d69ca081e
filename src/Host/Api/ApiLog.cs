namespace Orchestrator.Host.Api;

/// <summary>Events 4100–4199.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventId = 4100, Level = LogLevel.Error, Message = "The request {Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, Exception error, string method, string path);
}

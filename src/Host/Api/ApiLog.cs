namespace Orchestrator.Host.Api;

/// <summary>Events 4100–4199.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventId = 4100, Level = LogLevel.Error, Message = "The request {Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, Exception error, string method, string path);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Events could not be read; it is tried again")]
    public static partial void EventsFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "{Loop} failed and begins again in {Pause}")]
    public static partial void LoopFailed(ILogger logger, Exception error, string loop, TimeSpan pause);
}

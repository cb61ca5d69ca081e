using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors;

internal static partial class AkkaLog
{
    [LoggerMessage(EventId = 3400, Level = LogLevel.Error, Message = "{Source}: {Detail}")]
    public static partial void Failed(ILogger logger, string source, string? detail, Exception? error);

    [LoggerMessage(EventId = 3401, Level = LogLevel.Warning, Message = "{Source}: {Detail}")]
    public static partial void Warned(ILogger logger, string source, string? detail);
}

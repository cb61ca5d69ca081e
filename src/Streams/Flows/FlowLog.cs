using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Flows;

internal static partial class FlowLog
{
    [LoggerMessage(EventId = 2100, Level = LogLevel.Debug, Message = "Flow ended after its last byte, at {Position}")]
    public static partial void Ended(this ILogger log, long position);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Debug, Message = "Flow broke at {Position}: {Fault}: {Detail}")]
    public static partial void Broken(this ILogger log, long position, FlowFault fault, string detail, Exception? cause);
}

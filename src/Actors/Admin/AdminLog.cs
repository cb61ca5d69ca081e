using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(EventId = 3600, Level = LogLevel.Information, Message = "{Action} for many: {Matched} transfers matched, {Changed} did it, {Refused} did not (dry run: {DryRun})")]
    public static partial void ActedOnAll(ILogger logger, string action, int matched, int changed, int refused, bool dryRun);
}

using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Catalogue;

internal static partial class CatalogueLog
{
    [LoggerMessage(EventId = 3300, Level = LogLevel.Error, Message = "The catalogue was not written; the journal is not touched by this")]
    public static partial void WriteFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 3301, Level = LogLevel.Information, Message = "{Count} rows of the catalogue were missing or late and are made anew from the journal")]
    public static partial void Rebuilt(ILogger logger, int count);

    [LoggerMessage(EventId = 3302, Level = LogLevel.Information, Message = "{Count} transfers that ended before {Before:u} were forgotten")]
    public static partial void Pruned(ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(EventId = 3303, Level = LogLevel.Error, Message = "What ended long ago could not be forgotten; it is tried again")]
    public static partial void PruneFailed(ILogger logger, Exception error);
}

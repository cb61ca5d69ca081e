using Microsoft.Extensions.Logging;

namespace Orchestrator.Actors.Catalogue;

internal static partial class CatalogueLog
{
    [LoggerMessage(EventId = 3300, Level = LogLevel.Error, Message = "The catalogue was not written; the journal is not touched by this")]
    public static partial void WriteFailed(ILogger logger, Exception error);
}

namespace Orchestrator.Host.Api.Webhooks;

/// <summary>Events 4200–4299.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(EventId = 4200, Level = LogLevel.Warning, Message = "Webhook {Url} was not told of event {Cursor}: {Fault}; it is told again in {Backoff}")]
    public static partial void Failed(ILogger logger, string url, long cursor, string fault, TimeSpan backoff);

    [LoggerMessage(EventId = 4201, Level = LogLevel.Error, Message = "Webhook {Url} is told no more of event {Cursor}, which it refused too often or which is too old: {Fault}")]
    public static partial void GivenUp(ILogger logger, string url, long cursor, string fault);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Error, Message = "Webhook {Url} may have missed events: it was told up to {From}, and is told all only after {To}. It was away too long, or the database was put back or begun anew")]
    public static partial void Missed(ILogger logger, string url, long from, long to);
}

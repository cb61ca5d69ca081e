using System.Globalization;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>Dates as XEP-0082 writes them, and as older clients do.</summary>
internal static class XmppDateTime
{
    private const string Emitted = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] _accepted =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd",
        "yyyyMMdd'T'HH:mm:ssK",
    ];

    /// <summary>The moment, in UTC when the text names no offset; null when it is no date.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(
            text?.Trim(), _accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date.ToUniversalTime()
            : null;

    /// <summary>The moment in UTC, to the second.</summary>
    public static string Format(DateTimeOffset date) =>
        date.UtcDateTime.ToString(Emitted, CultureInfo.InvariantCulture);
}

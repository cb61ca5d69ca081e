using System.Net.Http.Headers;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>Which part of the content a request brings (RFC 9110 §14.4).</summary>
/// <param name="From">Where the body begins.</param>
/// <param name="Total">The size of the whole content; null: where this body ends.</param>
internal readonly record struct ContentRange(long From, long? Total)
{
    /// <summary>Reads the header; without one the body is all of the content.</summary>
    /// <exception cref="ProblemException">It is no range, or not that of this body.</exception>
    public static ContentRange Of(HttpRequest request)
    {
        var header = request.Headers.ContentRange;
        if (header.Count == 0)
            return new ContentRange(0, request.ContentLength);
        if (!ContentRangeHeaderValue.TryParse(header, out var range) || range is not { Unit: "bytes", From: { } from, To: { } to, Length: { } total })
            throw Bad($"'{header}' is no range; write Content-Range: bytes FIRST-LAST/SIZE");
        if (request.ContentLength is { } length && length != to - from + 1)
            throw Bad($"the body has {length} bytes, but {header} are {to - from + 1}; make them equal");
        return new ContentRange(from, total);
    }

    private static ProblemException Bad(string detail) => new(400, "bad-range", $"{detail}.");
}

using System.Net;

namespace Orchestrator.Streams.Http;

/// <summary>Reads a server's answer: hostile until checked.</summary>
internal static class HttpAnswer
{
    private const int MaxNameLength = 1024;

    /// <summary>A redirect that names where to (RFC 9110 §15.4).</summary>
    public static bool IsRedirect(HttpResponseMessage response) => response.Headers.Location is not null && response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>What a status that brings no file means.</summary>
    public static FetchFault FaultOf(HttpStatusCode status) => (int)status switch
    {
        408 or 425 or 429 or (>= 500 and <= 599) => FetchFault.Unreachable,
        >= 400 and <= 499 => FetchFault.NotFound,
        _ => FetchFault.Unacceptable,
    };

    /// <summary>Whether it is the rest of the very file that was asked for, and nothing else.</summary>
    public static bool IsRest(HttpResponseMessage response, long offset, long size, string? validator)
    {
        var range = response.Content.Headers.ContentRange;
        return response.StatusCode == HttpStatusCode.PartialContent
            && range is { Unit: "bytes", From: { } from, To: { } to, Length: { } length }
            && from == offset && to < size && length == size
            && (response.Content.Headers.ContentLength ?? (to + 1 - from)) == to + 1 - from
            && (validator is null || ValidatorOf(response) is not { } now || now == validator);
    }

    /// <summary>A strong ETag, else the date of the last modification.</summary>
    public static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false, Tag: { Length: <= 512 } tag } && tag != "*" ? tag
        : response.Content.Headers.LastModified?.ToString("r");

    /// <summary>The size of the whole file that the answer brings.</summary>
    /// <exception cref="FetchException">The answer brings no file, or one of unknown size.</exception>
    public static long SizeOf(HttpResponseMessage response, string server)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new FetchException(FaultOf(response.StatusCode), $"{server} answers {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new FetchException(FetchFault.Unacceptable, $"{server} encodes the file though it was asked not to");
        }

        return response.Content.Headers.ContentLength
            ?? throw new FetchException(FetchFault.Unacceptable, $"{server} does not tell the file's size (Content-Length)");
    }

    /// <summary>The name in Content-Disposition (RFC 6266), else the last part of the URL.</summary>
    public static string NameOf(HttpResponseMessage response, Uri url)
    {
        var disposition = response.Content.Headers.ContentDisposition;
        var name = disposition?.FileNameStar ?? disposition?.FileName?.Trim('"');
        if (string.IsNullOrWhiteSpace(name))
        {
            name = Uri.UnescapeDataString(url.Segments[^1]).Trim('/');
        }

        return name.Length == 0 ? "file" : name.Length > MaxNameLength ? name[..MaxNameLength] : name;
    }
}

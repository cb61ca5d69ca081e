using System.Net;
using System.Net.Http.Headers;
using Orchestrator.Streams.Connections;

namespace Orchestrator.Streams.Http;

/// <summary>
/// Fetches files from URLs that strangers name: over http and https, from addresses that the guard allows, through few redirects
/// with the same checks at each, with bounded headers and waits. Sends no cookie, no credentials, and uses no proxy.
/// </summary>
public sealed class HttpFetcher : IDisposable
{
    /// <summary>So many redirects are followed.</summary>
    public const int MaxRedirects = 5;

    private const int MaxHeadersKibi = 32;

    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="guard">Which addresses may be connected to; asked for each connection, with the address that is connected to.</param>
    /// <param name="timeout">From a request to the headers of its answer, redirects included.</param>
    public HttpFetcher(AddressGuard guard, TimeSpan timeout)
    {
        _timeout = timeout;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeadersKibi,
            // A response that is given up closes its connection: it may be huge.
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = async (context, cancellation) =>
                Bytestream.Over(await GuardedSocket.ConnectAsync(guard, context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation)),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Orchestrator", null));
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>What is wrong with a URL before anything is asked of its server; null: nothing.</summary>
    public static string? FaultOf(Uri url) =>
        !url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) ? "only http and https URLs are taken"
        : url.UserInfo.Length > 0 ? "a URL with a user or password in it is not taken"
        : url.Host.Length == 0 ? "the URL names no host"
        : null;

    /// <summary>Looks at a file without fetching it. By GET: not every server answers HEAD, nor every signed URL allows it.</summary>
    /// <exception cref="FetchException">It is not there, or not as can be relied on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<RemoteFile> LookAsync(Uri url, CancellationToken cancellation)
    {
        var (response, at) = await AskAsync(url, null, null, cancellation);
        using (response)
        {
            return new RemoteFile(HttpAnswer.NameOf(response, at), HttpAnswer.SizeOf(response, at.Authority), HttpAnswer.ValidatorOf(response));
        }
    }

    /// <summary>
    /// Asks for the file from an offset on. Where the answer is not the rest of that very file (another range, another file, a server
    /// without ranges), it is the whole file from 0.
    /// </summary>
    /// <param name="url">Where it is.</param>
    /// <param name="size">The size it must have.</param>
    /// <param name="offset">First byte wanted; less than the size.</param>
    /// <param name="validator">The validator of the bytes that are there; null: none is known, and something else vouches for them.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FetchException">It is not there, or not as can be relied on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<FetchedRange> OpenAsync(Uri url, long size, long offset, string? validator, CancellationToken cancellation)
    {
        if (offset == 0)
        {
            var (response, at) = await AskAsync(url, null, null, cancellation);
            return await WholeAsync(response, at, size, cancellation);
        }

        var (part, host) = await AskAsync(url, offset, validator, cancellation);
        if (HttpAnswer.IsRest(part, offset, size, validator))
        {
            return new FetchedRange(await BodyAsync(part, cancellation), offset, HttpAnswer.ValidatorOf(part) ?? validator);
        }

        if (part.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.Dispose();
            return await OpenAsync(url, size, 0, null, cancellation);
        }

        return await WholeAsync(part, host, size, cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private static async Task<FetchedRange> WholeAsync(HttpResponseMessage response, Uri at, long size, CancellationToken cancellation)
    {
        try
        {
            var found = HttpAnswer.SizeOf(response, at.Authority);
            return found == size
                ? new FetchedRange(await BodyAsync(response, cancellation), 0, HttpAnswer.ValidatorOf(response))
                : throw new FetchException(FetchFault.Changed, $"the file at {at.Authority} has {found} bytes now; it had {size}");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task<Stream> BodyAsync(HttpResponseMessage response, CancellationToken cancellation) =>
        new HttpBody(response, await response.Content.ReadAsStreamAsync(cancellation));

    private async Task<(HttpResponseMessage Response, Uri At)> AskAsync(Uri url, long? offset, string? validator, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        for (var hop = 0; ; hop++)
        {
            if (FaultOf(url) is { } fault)
            {
                throw new FetchException(FetchFault.Unacceptable, fault);
            }

            var response = await SendAsync(url, offset, validator, limit.Token, cancellation);
            if (!HttpAnswer.IsRedirect(response))
            {
                return (response, url);
            }

            var next = new Uri(url, response.Headers.Location!);
            response.Dispose();
            if (hop == MaxRedirects)
            {
                throw new FetchException(FetchFault.Unacceptable, $"more than {MaxRedirects} redirects");
            }

            if (url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
            {
                throw new FetchException(FetchFault.Unacceptable, $"{url.Authority} redirects from https to {next.Scheme}");
            }

            url = next;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, long? offset, string? validator, CancellationToken limit, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (offset is { } from)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            if (validator is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }
        }

        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new FetchException(FetchFault.Unreachable, $"{url.Authority} did not answer within {_timeout.TotalSeconds:0.#} s", e);
        }
        catch (HttpRequestException e)
        {
            throw ForbiddenIn(e) is { } forbidden
                ? new FetchException(FetchFault.Unacceptable, forbidden.Message, e)
                : new FetchException(FetchFault.Unreachable, $"{url.Authority}: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static ForbiddenAddressException? ForbiddenIn(Exception? e) =>
        e is null or ForbiddenAddressException ? e as ForbiddenAddressException : ForbiddenIn(e.InnerException);
}

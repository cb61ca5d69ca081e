using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>Holds whatever a server answers against the OpenAPI document that it serves.</summary>
internal sealed class ContractHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private JsonElement? _document;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var uri = request.RequestUri!;
        if (Operation(await DocumentAsync(uri, cancellationToken), request.Method.Method, uri.AbsolutePath) is not { } operation)
        {
            ((int)response.StatusCode).ShouldBeOneOf(404, 405);
            return response;
        }

        var told = operation.GetProperty("responses");
        if (!told.TryGetProperty($"{(int)response.StatusCode}", out var answer))
        {
            ((int)response.StatusCode).ShouldBeGreaterThanOrEqualTo(400, $"{request.Method} {uri} answers with a status that the document does not tell.");
            answer = told.GetProperty("default");
        }

        if (!answer.TryGetProperty("content", out var content))
        {
            (response.Content.Headers.ContentLength ?? 0).ShouldBe(0);
            return response;
        }

        content.TryGetProperty(response.Content.Headers.ContentType?.MediaType ?? "", out var media)
            .ShouldBeTrue($"{request.Method} {uri} answers as {response.Content.Headers.ContentType}, the document tells {content}.");
        // What would be the body of a GET has its type told, but never comes.
        if (request.Method != HttpMethod.Head && media.TryGetProperty("schema", out var schema))
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken)).RootElement;
            Schema.Faults(_document!.Value, schema, json).ShouldBeEmpty($"{request.Method} {uri}: {json}");
        }

        return response;
    }

    /// <summary>What the document tells of a request, or null.</summary>
    public static JsonElement? Operation(JsonElement document, string method, string path)
    {
        var parts = path.Split('/');
        foreach (var known in document.GetProperty("paths").EnumerateObject().OrderBy(known => known.Name.Count(c => c == '{')))
        {
            if (known.Name.Split('/') is var names && names.Length == parts.Length
                && names.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'))
                && known.Value.TryGetProperty(method.ToLowerInvariant(), out var operation))
            {
                return operation;
            }
        }

        return null;
    }

    private async Task<JsonElement> DocumentAsync(Uri server, CancellationToken stop)
    {
        if (_document is null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/v1/openapi.json"));
            using var response = await base.SendAsync(request, stop);
            _document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop)).RootElement;
        }

        return _document.Value;
    }
}

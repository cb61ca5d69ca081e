using System.Collections.Frozen;

namespace Orchestrator.Host.Dashboard;

/// <summary>
/// The page at <c>/</c>: static files inside the program, which ask the HTTP API as everybody does. They hold no secret, so no
/// token is demanded for them.
/// </summary>
internal static class DashboardFiles
{
    private const string Prefix = "dashboard/";

    // Nothing from elsewhere, nothing inline, in nobody's frame.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, byte[]> _files = typeof(DashboardFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read);

    /// <summary>Serves them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, content) in _files)
        {
            var type = Path.GetExtension(name) switch
            {
                ".html" => "text/html; charset=utf-8",
                ".css" => "text/css; charset=utf-8",
                _ => "text/javascript; charset=utf-8",
            };
            routes.MapGet(name == "index.html" ? "/" : $"/{name}", context => WriteAsync(context.Response, type, content));
        }
    }

    private static async Task WriteAsync(HttpResponse response, string type, byte[] content)
    {
        var headers = response.Headers;
        (headers.ContentType, headers.ContentLength) = (type, content.Length);
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // The next version of the program brings the next version of the page.
        headers.CacheControl = "no-cache";
        await response.Body.WriteAsync(content);
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(DashboardFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}

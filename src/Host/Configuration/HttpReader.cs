using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads and checks <c>orchestrator.http</c>.</summary>
internal static class HttpReader
{
    private const int MinToken = 16;
    private const int MaxSocketPath = 107;
    private const string Unix = "unix:";
    private const string Example = "write it as \"http://127.0.0.1:8480\" or \"unix:/run/orchestrator/api.sock\", in quotes";

    public static HttpSettings Read(ConfigSection top, string root)
    {
        var write = Token(top, "http.token-file", root);
        var read = Token(top, "http.read-token-file", root);
        if (write is not null && write == read)
            top.Fault("http.read-token-file", "holds the same token as token-file; give readers one of their own");
        if (read is not null && top.Text("http.token-file") is null)
            top.Fault("http.read-token-file", "without a token-file nobody could write; add token-file, too");
        var certificate = Certificate(top, root);
        return new HttpSettings
        {
            Listen = Listen(top, root, certificate is not null, hasToken: write is not null),
            Certificate = certificate,
            Tokens = write is null ? null : new AccessTokens(write, read),
            MaxConnections = top.Count("http.max-connections", 1, 100_000, 1),
            MaxEventStreams = top.Count("http.max-event-streams", 1, 100_000, 1),
            RequestsPerSecond = top.Count("http.requests-per-second", 1, 1_000_000, 1),
            MaxUpload = top.Bytes("http.max-upload", 0, long.MaxValue, 0),
            Webhooks = WebhookReader.ReadAll(top, root),
        };
    }

    private static string? Token(ConfigSection top, string key, string root)
    {
        if (top.Text(key) is not { } file || SecretFile.Read(top, key, Path.GetFullPath(file, root), "the token") is not { } token)
            return null;
        if (token.Length < MinToken || token.Any(c => c is <= ' ' or > '~'))
            top.Fault(key, $"the token must be {MinToken} or more visible ASCII characters without spaces; make one with: openssl rand -hex 32");
        return token;
    }

    private static EndPoint Listen(ConfigSection top, string root, bool hasCertificate, bool hasToken)
    {
        const string Key = "http.url";
        var text = top.Text(Key) ?? "";
        var fallback = new IPEndPoint(IPAddress.Loopback, 0);
        if (text.StartsWith(Unix, StringComparison.Ordinal))
            return UnixSocket(top, Path.GetFullPath(text[Unix.Length..], root)) ?? (EndPoint)fallback;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.UserInfo.Length > 0)
        {
            if (text.Length > 0)
                top.Fault(Key, $"'{text}' is no address to listen on; {Example}");
            return fallback;
        }

        if (url.Scheme == "https" && !hasCertificate)
            top.Fault(Key, "https needs a certificate; add certificate-file and key-file");
        else if (url.Scheme == "http" && hasCertificate)
            top.Fault(Key, "there is a certificate-file, but this is http; write https");
        if (url.IsLoopback)
            return new IPEndPoint(IPAddress.TryParse(url.IdnHost, out var loopback) ? loopback : IPAddress.Loopback, url.Port);
        if (!IPAddress.TryParse(url.IdnHost, out var address))
            top.Fault(Key, $"{url.Host} is a name; write the address to listen on, 0.0.0.0 for all");
        else if (!hasToken)
            top.Fault(Key, $"{url.Host} is not loopback, and whoever reaches the API can send any file; add token-file = \"api.token\", or {Example}");
        else if (url.Scheme == "http")
            top.Warn(Key, $"over plain http whoever is on the way to {url.Host} can read the token; write https with a certificate-file, or put a TLS proxy before it");
        return new IPEndPoint(address ?? IPAddress.Loopback, url.Port);
    }

    private static UnixDomainSocketEndPoint? UnixSocket(ConfigSection top, string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > MaxSocketPath)
            top.Fault("http.url", $"{path} is longer than the {MaxSocketPath} bytes that a socket's path may have; choose a shorter one");
        else if (!Directory.Exists(Path.GetDirectoryName(path)))
            top.Fault("http.url", $"there is no folder {Path.GetDirectoryName(path)}; make it, or name another");
        else
            return new UnixDomainSocketEndPoint(path);
        return null;
    }

    private static X509Certificate2? Certificate(ConfigSection top, string root)
    {
        var certificate = top.Text("http.certificate-file");
        var key = top.Text("http.key-file");
        if (certificate is null || key is null)
        {
            if ((certificate ?? key) is not null)
                top.Fault(certificate is null ? "http.key-file" : "http.certificate-file", "certificate-file and key-file are needed together; add the other one");
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(Path.GetFullPath(certificate, root), Path.GetFullPath(key, root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            top.Fault("http.certificate-file", $"the certificate and its key cannot be read: {e.Message} Both must be PEM.");
            return null;
        }
    }
}

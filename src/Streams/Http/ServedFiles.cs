using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Orchestrator.Streams.Files;

namespace Orchestrator.Streams.Http;

/// <summary>The files that are offered at URLs of ours right now: nothing else can be had there. Thread-safe.</summary>
/// <param name="publicUrl">What the URLs begin with.</param>
/// <param name="expires">How long a URL is good for.</param>
/// <param name="time">The clock.</param>
public sealed class ServedFiles(Uri publicUrl, TimeSpan expires, TimeProvider time)
{
    // 192 bits.
    private const int TokenBytes = 24;

    private readonly ConcurrentDictionary<string, ServedFile> _files = [];

    /// <summary>Offers a file at a new URL, the token and the file's name behind the public URL.</summary>
    /// <param name="source">The file.</param>
    /// <param name="maxBytesPerSecond">For all who fetch it together; null: no limit.</param>
    public ServedFile Add(SourceFile source, long? maxBytesPerSecond)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var name = Uri.EscapeDataString(SafeFileName.From(Path.GetFileName(source.Path)));
        var url = new Uri($"{publicUrl.AbsoluteUri.TrimEnd('/')}/{token}/{name}");
        return _files[token] = new ServedFile(source, url, token, time.GetUtcNow() + expires, maxBytesPerSecond, time);
    }

    /// <summary>Ends the offer and every response that is under way.</summary>
    public void Remove(ServedFile file)
    {
        _files.TryRemove(file.Token, out _);
        file.Withdraw();
    }

    /// <summary>The file that a request's path stands for: its last part but one is the token, whatever a proxy put before it.</summary>
    public ServedFile? Find(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2 && _files.TryGetValue(parts[^2], out var file) && !file.IsWithdrawn && file.ExpiresAt > time.GetUtcNow() ? file : null;
    }
}

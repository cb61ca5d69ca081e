using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Host.Api.Webhooks;

/// <summary>How far a webhook's target was told, in a file: <c>DATA-DIR/webhooks/HASH-OF-URL</c>.</summary>
internal sealed class WebhookCursor(string dataDir, Uri url)
{
    private readonly string _file = Path.Combine(
        dataDir, "webhooks", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)).AsSpan(0, 8)));

    /// <summary>The last event that was told; null: none ever.</summary>
    public long? Read() =>
        File.Exists(_file) && long.TryParse(File.ReadAllText(_file), NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : null;

    /// <summary>All events up to this one were told.</summary>
    public void Write(long cursor)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var next = _file + ".next";
        File.WriteAllText(next, cursor.ToString(CultureInfo.InvariantCulture));
        File.Move(next, _file, overwrite: true);
    }
}

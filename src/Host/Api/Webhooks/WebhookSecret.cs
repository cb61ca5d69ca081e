using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Host.Api.Webhooks;

/// <summary>What a webhook's target knows us by; nothing can print it.</summary>
internal sealed class WebhookSecret(string secret)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <summary><c>t=TIME,v1=HEX</c>: the HMAC-SHA256 of the time (seconds since 1970), a dot and the body.</summary>
    public string Sign(byte[] body, DateTimeOffset now)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(_key, (byte[])[.. Encoding.ASCII.GetBytes($"{time}."), .. body]);
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Host.Api;

/// <summary>The bearer tokens, kept as hashes: what is compared has one length, and nothing can print them.</summary>
internal sealed class AccessTokens(string write, string? read)
{
    private readonly byte[] _write = Hash(write);
    private readonly byte[] _read = read is null ? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes) : Hash(read);

    /// <summary>What the bearer of this token may do. Takes the same time whatever is wrong with it.</summary>
    public Role RoleOf(string token)
    {
        var hash = Hash(token);
        var writes = CryptographicOperations.FixedTimeEquals(hash, _write);
        var reads = CryptographicOperations.FixedTimeEquals(hash, _read);
        return writes ? Role.Write : reads ? Role.Read : Role.None;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

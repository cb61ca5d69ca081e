using System.Security.Cryptography;

namespace Orchestrator.Streams.Hashing;

/// <summary>SHA-256, and MD5 when asked for, over the same bytes.</summary>
internal sealed class HashPair(bool md5) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _md5 = md5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _sha256.AppendData(bytes);
        _md5?.AppendData(bytes);
    }

    public FileHash Finish() => new(
        Convert.ToHexStringLower(_sha256.GetHashAndReset()),
        _md5 is null ? null : Convert.ToHexStringLower(_md5.GetHashAndReset()));

    public void Dispose()
    {
        _sha256.Dispose();
        _md5?.Dispose();
    }
}

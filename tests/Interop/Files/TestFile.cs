using System.Security.Cryptography;

namespace Orchestrator.Tests.Interop.Files;

/// <summary>A file to send, with what the received one must be equal to.</summary>
public sealed record TestFile(string Path, long Size, string Sha256)
{
    private const int Block = 1 << 20;

    /// <summary>Random bytes, so that a block in the wrong place never goes unseen.</summary>
    public static TestFile Random(string path, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var file = File.Create(path))
        {
            var buffer = new byte[Block];
            for (var left = size; left > 0; left -= Block)
            {
                var block = buffer.AsSpan(0, (int)Math.Min(left, Block));
                System.Random.Shared.NextBytes(block);
                hash.AppendData(block);
                file.Write(block);
            }
        }

        return new TestFile(path, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>A file of holes with a few random bytes at its end: large, yet nearly nothing on disk.</summary>
    public static TestFile Sparse(string path, long size)
    {
        using (var file = File.Create(path))
        {
            file.SetLength(size);
            var tail = RandomNumberGenerator.GetBytes(64);
            file.Position = size - tail.Length;
            file.Write(tail);
        }

        return new TestFile(path, size, HashOf(path));
    }

    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

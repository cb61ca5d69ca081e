using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Streams.Hashing;

/// <summary>Hashes files that are at rest.</summary>
public static class FileHasher
{
    private const int BufferLength = 256 * 1024;

    /// <summary>Hashes the first <paramref name="length"/> bytes of a file.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="length">Bytes from the start.</param>
    /// <param name="md5">Whether to compute the MD5 too.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EndOfStreamException">The file is shorter.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<FileHash> HashAsync(string path, long length, bool md5, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var hashes = new HashPair(md5);
        await AppendAsync(hashes, file, 0, length, cancellation);
        return hashes.Finish();
    }

    /// <summary>Feeds the bytes of a range to the hashes.</summary>
    internal static async Task AppendAsync(
        HashPair hashes, SafeFileHandle file, long from, long to, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            while (from < to)
            {
                var room = buffer.AsMemory(0, (int)Math.Min(BufferLength, to - from));
                var read = await RandomAccess.ReadAsync(file, room, from, cancellation);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The file ends at byte {from}, before byte {to}.");
                }

                hashes.Append(room.Span[..read]);
                from += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using System.Buffers;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>Writes the body of an upload to its partial.</summary>
internal static class UploadWriter
{
    private const int BufferBytes = 256 * 1024;
    private const int NoSpace = 28; // ENOSPC
    private const int Quota = 122; // EDQUOT
    private const int Locked = 11; // EWOULDBLOCK

    /// <summary>
    /// Writes what the body brings, and makes it durable, also when the body breaks off.
    /// </summary>
    /// <returns>How many bytes the partial has now.</returns>
    /// <exception cref="ProblemException">It does not fit, another request is at it, or the ranges leave a hole.</exception>
    public static async Task<long> WriteAsync(string partial, ContentRange range, Stream body, long max, CancellationToken stop)
    {
        try
        {
            await using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
            if (file.Length < range.From)
                throw new ProblemException(409, "wrong-offset", $"The daemon has {file.Length} bytes of this upload; go on there, not at {range.From}.");
            file.SetLength(range.From);
            file.Position = range.From;
            try
            {
                await CopyAsync(body, file, Math.Min(max, range.Total ?? long.MaxValue), max, stop);
            }
            finally
            {
                file.Flush(flushToDisk: true);
            }

            return file.Length;
        }
        catch (Exception e) when (e is IOException { HResult: NoSpace or Quota } or ArgumentOutOfRangeException /* what .NET makes of EFBIG */)
        {
            throw DiskFull();
        }
        catch (IOException e) when (e is not BadHttpRequestException && e.HResult == Locked)
        {
            throw new ProblemException(409, "upload-running", "Another request is uploading under this key; wait until it ends, then ask how far it came.");
        }
    }

    /// <summary>There is no room for it.</summary>
    public static ProblemException DiskFull() =>
        new(507, "disk-full", "The disk of data-dir has no room for this content; free some, then go on with the same Idempotency-Key.");

    /// <summary>It is larger than any upload may be.</summary>
    public static ProblemException TooLarge(long max) =>
        new(413, "upload-too-large", $"The content is larger than {max} bytes, which is what http.max-upload allows.");

    private static async Task CopyAsync(Stream body, FileStream file, long end, long max, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, stop)) > 0)
            {
                if (file.Position + read > end)
                    throw end < max ? new ProblemException(400, "bad-range", $"The body goes on after byte {end}, where the content ends as Content-Range has it; make them equal.") : TooLarge(max);
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using Orchestrator.Streams.InBand;
using Orchestrator.Tests.Streams.Support;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>Two streams back to back.</summary>
internal sealed class Joined
{
    public static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(15);

    public Joined(int blockSize = 1000, InBandWindow? window = null, TimeProvider? time = null)
    {
        window ??= InBandWindow.Adaptive();
        time ??= TimeProvider.System;
        A = new InBandStream(blockSize, window, AToB.SendAsync, AToB.CloseAsync, time, AckTimeout);
        B = new InBandStream(blockSize, window, BToA.SendAsync, BToA.CloseAsync, time, AckTimeout);
        (AToB.To, BToA.To) = (B, A);
    }

    public Wire AToB { get; } = new();

    public Wire BToA { get; } = new();

    public InBandStream A { get; }

    public InBandStream B { get; }

    /// <summary>Writes in pieces of random sizes and flushes.</summary>
    public static async Task WriteAsync(Stream stream, byte[] content, int seed, int largest)
    {
        var random = new Random(seed);
        for (var at = 0; at < content.Length;)
        {
            var length = Math.Min(random.Next(1, largest), content.Length - at);
            await stream.WriteAsync(content.AsMemory(at, length));
            at += length;
        }

        await stream.FlushAsync().WaitAsync(Loopback.Patience);
    }

    /// <summary>Reads that many bytes, in pieces of random sizes.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, int count, int seed = 0)
    {
        var random = new Random(seed);
        var content = new byte[count];
        for (var at = 0; at < count;)
        {
            var length = Math.Min(random.Next(1, 5000), count - at);
            var read = await stream.ReadAsync(content.AsMemory(at, length)).AsTask().WaitAsync(Loopback.Patience);
            read.ShouldBeGreaterThan(0, $"the stream ended at byte {at}");
            at += read;
        }

        return content;
    }

    public static async Task<InBandError> ErrorOfAsync(Task task) =>
        (await Should.ThrowAsync<InBandException>(task.WaitAsync(Loopback.Patience))).Kind;
}

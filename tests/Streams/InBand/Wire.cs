using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Streams.InBand;

namespace Orchestrator.Tests.Streams.InBand;

/// <summary>One direction between two streams: keeps the order, answers as the verdict says, does a fault when told.</summary>
internal sealed class Wire
{
    private readonly Channel<Func<Task>> _stanzas = Channel.CreateUnbounded<Func<Task>>();
    private readonly int[] _tries = new int[65536];
    private int _travelling;

    public Wire() => _ = RunAsync();

    /// <summary>Who receives.</summary>
    public InBandStream To { get; set; } = null!;

    /// <summary>What happens to a block, by its number and how often it was sent before; default: it is delivered.</summary>
    public Func<ushort, int, WireFault> Fault { get; set; } = (_, _) => WireFault.None;

    /// <summary>Holds up each stanza.</summary>
    public Func<Task> Delay { get; set; } = () => Task.CompletedTask;

    public ConcurrentQueue<ushort> Sent { get; } = [];

    public int MostTravelling { get; private set; }

    public int Closes { get; private set; }

    public Task SendAsync(ushort seq, ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        var copy = block.ToArray();
        var fault = Fault(seq, _tries[seq]++);
        Sent.Enqueue(seq);
        MostTravelling = Math.Max(MostTravelling, Interlocked.Increment(ref _travelling));
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => answered.TrySetCanceled(cancellation));
        _stanzas.Writer.TryWrite(() => DeliverAsync(seq, copy, fault, answered));
        return answered.Task;
    }

    public Task CloseAsync(CancellationToken cancellation)
    {
        Closes++;
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stanzas.Writer.TryWrite(async () =>
        {
            await To.PeerClosedAsync();
            answered.TrySetResult();
        });
        return answered.Task.WaitAsync(cancellation);
    }

    private async Task RunAsync()
    {
        await foreach (var deliver in _stanzas.Reader.ReadAllAsync())
        {
            await Delay();
            _ = deliver();
        }
    }

    private async Task DeliverAsync(ushort seq, byte[] block, WireFault fault, TaskCompletionSource answered)
    {
        if (fault == WireFault.Lost)
        {
            return;
        }

        var error = fault == WireFault.Bounced ? InBandError.Wait
            : fault == WireFault.Refused ? InBandError.Refused
            : await To.AcceptAsync(seq, block, CancellationToken.None) switch
            {
                InBandVerdict.Accepted => (InBandError?)null,
                InBandVerdict.Repeated => InBandError.Repeated,
                InBandVerdict.Closed => InBandError.Gone,
                InBandVerdict.TooLarge => InBandError.TooLarge,
                _ => InBandError.Refused,
            };
        Interlocked.Decrement(ref _travelling);
        if (fault == WireFault.AnswerBounced)
        {
            error = InBandError.Wait;
        }

        if (error is { } kind)
        {
            answered.TrySetException(new InBandException(kind, $"{kind} for block {seq}"));
        }
        else if (fault != WireFault.AnswerLost)
        {
            answered.TrySetResult();
        }
    }
}

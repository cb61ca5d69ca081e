using System.Diagnostics;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput;

/// <summary>
/// A pair of programs started anew for each transfer: the receiver says READY (or LISTEN and a port), the sender says READY,
/// gets a line, and both say DONE and wait for their input to end.
/// </summary>
internal abstract class PairContender : IContender
{
    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    public abstract string Name { get; }

    protected abstract string Ready { get; }

    public async Task<(Measurement Measured, string Target)> RunAsync(TestFile file, string folder)
    {
        var target = Path.Combine(folder, "received");
        await using var receiver = await StartReceiverAsync(target, file);
        var ready = await receiver.LineAsync(Ready, _startPatience);
        await using var sender = await StartSenderAsync(file, ready);
        await sender.LineAsync("READY", _startPatience);

        var (sending, receiving) = (Usage.Begin(sender.Id), Usage.Begin(receiver.Id));
        var clock = Stopwatch.StartNew();
        await sender.Input.WriteLineAsync();
        await sender.Input.FlushAsync();
        await BegunAsync(sender);
        await receiver.LineAsync("DONE", _patience);
        var seconds = clock.Elapsed.TotalSeconds;
        await sender.LineAsync("DONE", _patience);
        var measured = new Measurement(seconds, Usage.Since(sending, sender.Id), Usage.Since(receiving, receiver.Id));
        // QXmpp may hold the file's last bytes until it ends.
        receiver.Input.Close();
        await receiver.ExitAsync(_startPatience);
        return (measured, target);
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What is to be done, by the clock, between the order to send and the bytes.</summary>
    protected virtual Task BegunAsync(ChildProcess sender) => Task.CompletedTask;

    protected abstract Task<ChildProcess> StartReceiverAsync(string target, TestFile file);

    /// <param name="ready">The line with which the receiver said that it is ready.</param>
    protected abstract Task<ChildProcess> StartSenderAsync(TestFile file, string ready);
}

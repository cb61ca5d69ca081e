using Akka.Streams;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Flows;

/// <summary>Receives a range of a file into a partial.</summary>
public static class ReceiveFlow
{
    /// <summary>Starts receiving. Takes over <paramref name="bytestream"/> and closes it, whatever happens.</summary>
    /// <param name="plan">What to receive.</param>
    /// <param name="bytestream">Connected, standing before its first payload byte.</param>
    /// <param name="progress">Called at most once a second.</param>
    /// <param name="checkpoint">Called after each sync, on a thread of its own, one at a time.</param>
    /// <param name="materializer">Runs the graph.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public static RunningFlow Start(
        ReceivePlan plan, Stream bytestream, Action<FlowProgress> progress, Action<FlowCheckpoint> checkpoint,
        IMaterializer materializer, TimeProvider time, ILogger log) =>
        throw new NotImplementedException();
}

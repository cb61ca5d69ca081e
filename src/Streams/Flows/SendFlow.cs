using Akka.Streams;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Flows;

/// <summary>Sends a range of a file over a connected bytestream.</summary>
public static class SendFlow
{
    /// <summary>Starts sending. Takes over <paramref name="bytestream"/> and closes it, whatever happens.</summary>
    public static RunningFlow Start(
        SendPlan plan, Stream bytestream, Action<FlowProgress> progress, IMaterializer materializer, TimeProvider time, ILogger log) =>
        throw new NotImplementedException();
}

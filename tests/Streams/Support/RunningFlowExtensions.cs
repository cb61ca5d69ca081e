using Orchestrator.Streams.Flows;

namespace Orchestrator.Tests.Streams.Support;

internal static class RunningFlowExtensions
{
    public static Task<FlowEnd> EndAsync(this RunningFlow flow) => flow.Completion.WaitAsync(Loopback.Patience);
}

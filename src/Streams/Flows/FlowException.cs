namespace Orchestrator.Streams.Flows;

/// <summary>Carries a fault through the graph; told as a <see cref="FlowEnd"/>, never thrown at a caller.</summary>
internal sealed class FlowException(FlowFault fault, string message, Exception? cause) : Exception(message, cause)
{
    public FlowFault Fault { get; } = fault;
}

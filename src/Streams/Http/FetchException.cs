namespace Orchestrator.Streams.Http;

/// <summary>A file cannot be fetched. The message names the server, never the URL: that may hold a secret.</summary>
public sealed class FetchException(FetchFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What it means.</summary>
    public FetchFault Fault { get; } = fault;
}

namespace Orchestrator.Streams.Http;

/// <summary>Why a file cannot be fetched from its URL.</summary>
public enum FetchFault
{
    /// <summary>The server cannot be reached, fails, or is busy: later it may work.</summary>
    Unreachable,

    /// <summary>The server does not have the file, or does not give it to us.</summary>
    NotFound,

    /// <summary>The URL, an address or a redirect is not allowed, or the answer is not one that can be relied on.</summary>
    Unacceptable,

    /// <summary>The file has another size than it had.</summary>
    Changed,
}

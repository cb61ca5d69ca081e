using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>Ends a request with a <see cref="Problem"/>.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable, for programs.</param>
/// <param name="detail">The fault and the mend, for people.</param>
internal sealed class ProblemException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The transfer in question, when there is one.</summary>
    public string? TransferId { get; init; }

    /// <summary>Its state, when that is what stands in the way.</summary>
    public TransferStatus? State { get; init; }
}

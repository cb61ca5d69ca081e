namespace Orchestrator.Host.Api;

/// <summary>Ends a request with a <see cref="Problem"/>.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Stable, for programs.</param>
/// <param name="detail">The fault and the mend, for people.</param>
/// <param name="transferId">The transfer in question, when there is one.</param>
internal sealed class ProblemException(int status, string code, string detail, string? transferId = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? TransferId { get; } = transferId;
}

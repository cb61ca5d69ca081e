using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>An error as RFC 9457 has it, <c>application/problem+json</c>.</summary>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What went wrong, stable, for programs.</param>
/// <param name="Detail">What went wrong and the mend, for people.</param>
/// <param name="TransferId">The transfer in question, when there is one.</param>
/// <param name="State">Its state, when that is what stands in the way.</param>
internal sealed record Problem(string Title, int Status, string Code, string Detail, string? TransferId = null, TransferStatus? State = null)
{
    public const string ContentType = "application/problem+json";
}

using System.Text.Json;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>A transfer as the HTTP API shows it.</summary>
public sealed record Transfer(
    string Id, string Direction, string State, string Account, string Peer, string Name, long Size, long Offset, long ResumedAt,
    int Sessions, string? Road, string? ConfirmedBy, string? Sha256, string Path, string? Reason, string? Detail)
{
    private static readonly string[] _final = ["Completed", "Cancelled", "Failed", "Declined", "Expired"];

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public bool IsFinal => _final.Contains(State);
}

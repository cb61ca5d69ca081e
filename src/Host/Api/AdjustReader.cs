using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>Reads an adjustment: of one transfer, and of a bulk command. What the values may be, the admin actor knows.</summary>
internal static class AdjustReader
{
    public const string Shape = "send what is to change: {\"priority\": 10, \"deadline\": \"2026-01-31T12:00:00Z\", \"maxRate\": 1048576, \"roads\": \"any\"}";

    /// <exception cref="ProblemException">What is wrong with it.</exception>
    public static AdminProtocol.Adjust Read(JsonBody body, string id)
    {
        body.Only("priority", "deadline", "maxRate", "roads");
        var adjust = new AdminProtocol.Adjust(
            id, (int?)body.Number("priority", int.MinValue, int.MaxValue), body.Time("deadline"), body.Number("maxRate", 0, long.MaxValue), body.Roads("roads"));
        return adjust is { Priority: null, Deadline: null, MaxRate: null, Roads: null }
            ? throw new ProblemException(400, "missing-field", $"There is nothing to change; {Shape}.")
            : adjust;
    }
}

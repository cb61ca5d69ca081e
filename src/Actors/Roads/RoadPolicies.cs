using System.Text.Json;

namespace Orchestrator.Actors.Roads;

/// <summary>The names of the policies, as in the configuration.</summary>
public static class RoadPolicies
{
    /// <summary>All policies.</summary>
    public static IReadOnlyList<RoadPolicy> All { get; } = Enum.GetValues<RoadPolicy>();

    /// <summary>All names, for people.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(Name));

    /// <summary><c>DirectOnly</c>: <c>direct-only</c>.</summary>
    public static string Name(this RoadPolicy policy) => JsonNamingPolicy.KebabCaseLower.ConvertName(policy.ToString());

    /// <summary>The policy of that name, or null.</summary>
    public static RoadPolicy? Parse(string name) => All.Cast<RoadPolicy?>().FirstOrDefault(policy => policy!.Value.Name() == name);
}

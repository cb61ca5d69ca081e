using Orchestrator.Actors.Roads;

namespace Orchestrator.Host.Api;

/// <summary>The names of the policies of roads, as in the configuration.</summary>
internal static class RoadPolicies
{
    public const string Names = "any, direct-only, proxy-only, no-ibb, ibb-only or oob-only";

    public static RoadPolicy? Parse(string name) => name switch
    {
        "any" => RoadPolicy.Any,
        "direct-only" => RoadPolicy.DirectOnly,
        "proxy-only" => RoadPolicy.ProxyOnly,
        "no-ibb" => RoadPolicy.NoIbb,
        "ibb-only" => RoadPolicy.IbbOnly,
        "oob-only" => RoadPolicy.OobOnly,
        _ => null,
    };
}

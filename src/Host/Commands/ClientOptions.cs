using System.CommandLine;

namespace Orchestrator.Host.Commands;

/// <summary>Options that several client commands share.</summary>
internal static class ClientOptions
{
    /// <summary>Output for programs.</summary>
    public static Option<bool> Json(string what) => new("--json") { Description = what };

    /// <summary>A transfer's id.</summary>
    public static Argument<string> Id() => new("ID") { Description = "The transfer's id" };
}

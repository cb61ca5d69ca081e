using System.CommandLine;
using System.CommandLine.Parsing;

namespace Orchestrator.Host.Commands;

/// <summary>The options that client commands share.</summary>
internal static class ClientOptions
{
    private const string DefaultUrl = "http://127.0.0.1:8480";

    /// <summary>Where the daemon listens.</summary>
    public static Option<Uri> Url() => new("--url")
    {
        Description = "The daemon's HTTP address, also from ORCHESTRATOR_URL",
        HelpName = "URL",
        CustomParser = result => Parse(result, result.Tokens.Single().Value),
        DefaultValueFactory = result =>
            Parse(result, Environment.GetEnvironmentVariable("ORCHESTRATOR_URL") is { Length: > 0 } url ? url : DefaultUrl),
    };

    /// <summary>Output for programs.</summary>
    public static Option<bool> Json(string what) => new("--json") { Description = what };

    private static Uri Parse(ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError($"'{text}' is no HTTP address; write it as {DefaultUrl}.");
        return null!; // never seen: the error ends the command
    }
}

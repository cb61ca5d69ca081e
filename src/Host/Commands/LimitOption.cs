using System.CommandLine;

namespace Orchestrator.Host.Commands;

/// <summary><c>--limit</c>: how many at most, 1 or more.</summary>
internal static class LimitOption
{
    public static Option<int> Create(int standard, string description)
    {
        var limit = new Option<int>("--limit") { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var n) && n < 1)
                result.AddError("--limit must be at least 1.");
        });
        return limit;
    }
}

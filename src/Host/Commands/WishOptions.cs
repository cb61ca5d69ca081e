using System.CommandLine;
using System.Globalization;
using Orchestrator.Actors.Roads;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Commands;

/// <summary>What can be wished of a transfer, when it is submitted and later.</summary>
internal sealed class WishOptions
{
    private readonly Option<int?> _priority = new("--priority") { Description = "-100 to 100; the highest goes first. Default: 0", HelpName = "N" };

    private readonly Option<string?> _deadline = new("--deadline")
    {
        Description = "When it gives up: in so long, such as 12h, or at 2026-12-31T18:00:00Z",
        HelpName = "TIME",
    };

    private readonly Option<string?> _maxRate = new("--max-rate") { Description = "At most so many bytes per second, such as 2MiB; 0: as configured", HelpName = "RATE" };

    private readonly Option<RoadPolicy?> _roads = new("--roads")
    {
        Description = "Which roads: " + RoadPolicies.Names,
        HelpName = "ROADS",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (RoadPolicies.Parse(text) is { } policy)
                return policy;
            result.AddError($"'{text}' is no such choice; write one of {RoadPolicies.Names}.");
            return null;
        },
    };

    /// <summary>Adds the options to a command.</summary>
    public static WishOptions Of(Command command)
    {
        var options = new WishOptions();
        options._roads.CompletionSources.Add([.. RoadPolicies.All.Select(RoadPolicies.Name)]);
        command.Add(options._priority);
        command.Add(options._deadline);
        command.Add(options._maxRate);
        command.Add(options._roads);
        return options;
    }

    /// <summary>What was given.</summary>
    public AdjustRequest Read(ParseResult parsed) => new(
        parsed.GetValue(_priority), Deadline(parsed.GetValue(_deadline)), Rate(parsed.GetValue(_maxRate)), parsed.GetValue(_roads));

    private static DateTimeOffset? Deadline(string? text) => text is null ? null
        : Units.TryDuration(text, out var span) ? DateTimeOffset.UtcNow + span
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new CommandException(ExitCode.Usage, $"--deadline: '{text}' is no time; write it as 12h, 7d or 2026-12-31T18:00:00Z.");

    private static long? Rate(string? text) => text is null ? null
        : Units.TryBytes(text, out var rate) ? rate
        : throw new CommandException(ExitCode.Usage, $"--max-rate: '{text}' is no size; write it as 500KiB, 2MiB or 0.");
}

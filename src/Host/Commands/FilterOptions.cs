using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Commands;

/// <summary>The options that choose transfers, the same for every command; the daemon checks their values.</summary>
internal sealed class FilterOptions
{
    private static readonly string[] States = Enum.GetNames<TransferStatus>();

    private readonly Option<string[]> _state = new("--state")
    {
        Description = "In one of these states, divided by commas: " + string.Join(", ", States),
        HelpName = "STATE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _direction = new("--direction") { Description = "outgoing or incoming", HelpName = "WAY" };
    private readonly Option<string?> _account = new("--account") { Description = "Of this account of ours", HelpName = "JID" };
    private readonly Option<string?> _peer = new("--peer") { Description = "With this peer; a bare JID stands for all its resources", HelpName = "JID" };
    private readonly Option<string?> _road = new("--road") { Description = "Whose last road was this: s5b-direct, s5b-proxy, ibb, oob", HelpName = "ROAD" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Whose last failure has this code, such as peer-unavailable", HelpName = "CODE" };
    private readonly Option<string?> _text = new("--match") { Description = "With this text in name, path, peer, description or id", HelpName = "TEXT" };
    private readonly Option<string?> _older = new("--older-than") { Description = "Accepted longer ago than this, such as 12h or 7d, or before 2026-12-31T18:00:00Z", HelpName = "TIME" };
    private readonly Option<string?> _newer = new("--newer-than") { Description = "Accepted since then, or not longer ago than this, such as 30m", HelpName = "TIME" };
    private readonly Option<string?> _still = new("--unchanged-for") { Description = "Without a change for so long, or since then", HelpName = "TIME" };
    private readonly Option<bool> _stuck = new("--stuck") { Description = "Only what needs a look: nothing moves, or it waits after a failure" };

    /// <summary>Adds the options to a command.</summary>
    public static FilterOptions Of(Command command)
    {
        var options = new FilterOptions();
        options._state.CompletionSources.Add(States);
        options._state.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')).Where(text => !States.Contains(text, StringComparer.OrdinalIgnoreCase)))
                result.AddError($"'{text}' is no state; the states are {string.Join(", ", States)}.");
        });
        options._direction.AcceptOnlyFromAmong("outgoing", "incoming");
        foreach (var option in options.All)
            command.Add(option);
        return options;
    }

    private IEnumerable<Option> All => [_state, _direction, _account, _peer, _road, _reason, _text, _older, _newer, _still, _stuck];

    /// <summary>Whether any of them was given.</summary>
    public bool IsGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>As the body of a bulk command has it.</summary>
    public FilterRequest Read(ParseResult parsed) => new(
        parsed.GetValue(_state) is { Length: > 0 } states ? [.. states.SelectMany(s => s.Split(','))] : null,
        parsed.GetValue(_direction),
        parsed.GetValue(_account),
        parsed.GetValue(_peer),
        parsed.GetValue(_road),
        parsed.GetValue(_reason),
        parsed.GetValue(_text),
        CreatedAfter: Ago(parsed.GetValue(_newer), "--newer-than"),
        CreatedBefore: Ago(parsed.GetValue(_older), "--older-than"),
        UpdatedBefore: Ago(parsed.GetValue(_still), "--unchanged-for"),
        Stuck: parsed.GetValue(_stuck) ? true : null);

    /// <summary>As a list's query has it, each part with <c>&amp;</c> before it.</summary>
    public string Query(ParseResult parsed)
    {
        var filter = Read(parsed);
        var parts = new (string Name, string? Value)[]
        {
            ("state", filter.State is { } states ? string.Join(',', states) : null),
            ("direction", filter.Direction),
            ("account", filter.Account),
            ("peer", filter.Peer),
            ("road", filter.Road),
            ("reason", filter.Reason),
            ("q", filter.Q),
            ("createdAfter", Text(filter.CreatedAfter)),
            ("createdBefore", Text(filter.CreatedBefore)),
            ("updatedBefore", Text(filter.UpdatedBefore)),
            ("stuck", filter.Stuck is true ? "true" : null),
        };
        return string.Concat(parts.Where(p => p.Value is not null).Select(p => $"&{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }

    private static DateTimeOffset? Ago(string? text, string option) => text is null ? null
        : Units.TryDuration(text, out var span) ? DateTimeOffset.UtcNow - span
        // What else would be read as a time, such as 1.5, rather lacks its unit.
        : text.Contains('-', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new CommandException(ExitCode.Usage, $"{option}: '{text}' is no time; write it as 30m, 12h, 7d or 2026-12-31T18:00:00Z.");

    private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}

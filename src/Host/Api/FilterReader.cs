using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>Reads a filter of transfers: from the query, and from the body of a bulk command under the same names.</summary>
internal static class FilterReader
{
    public static readonly ImmutableArray<QueryParameter> Parameters =
    [
        new("state", "Only these states, several with commas"),
        new("direction", "outgoing or incoming"),
        new("account", "Of this account, a bare JID"),
        new("peer", "With this peer; a bare JID stands for all its resources"),
        new("road", "Whose last road was this"),
        new("reason", "Whose last failure has this code"),
        new("q", "Part of name, path, peer, description or id"),
        new("createdAfter", "Accepted then or later, ISO 8601"),
        new("createdBefore", "Accepted before, ISO 8601"),
        new("updatedBefore", "Not changed since, ISO 8601"),
        new("stuck", "true: only those that need a look", "boolean"),
    ];

    /// <exception cref="ProblemException"><c>bad-state</c> or <c>bad-filter</c>.</exception>
    public static TransferFilter Read(IQueryCollection query) => Read(name => [.. query[name].Select(value => value ?? "")]);

    /// <param name="values">All values of a name.</param>
    public static TransferFilter Read(Func<string, ImmutableArray<string>> values) => new()
    {
        States = [.. values("state").SelectMany(text => text.Split(',')).Select(State)],
        Direction = One(values, "direction") switch
        {
            null => null,
            "outgoing" => TransferDirection.Outgoing,
            "incoming" => TransferDirection.Incoming,
            var other => throw Bad("direction", other, "write outgoing or incoming"),
        },
        Account = One(values, "account"),
        Peer = One(values, "peer"),
        Road = One(values, "road"),
        Reason = One(values, "reason"),
        Text = One(values, "q"),
        CreatedAfter = Time(values, "createdAfter"),
        CreatedBefore = Time(values, "createdBefore"),
        UpdatedBefore = Time(values, "updatedBefore"),
        Stuck = One(values, "stuck") switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw Bad("stuck", other, "write true or false"),
        },
    };

    /// <summary>A state by its name in any case.</summary>
    private static TransferStatus State(string text) =>
        Enum.GetNames<TransferStatus>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<TransferStatus>(known)
            : throw new ProblemException(400, "bad-state", $"'{text}' is no state; the states are {string.Join(", ", Enum.GetNames<TransferStatus>())}.");

    private static DateTimeOffset? Time(Func<string, ImmutableArray<string>> values, string name)
    {
        if (One(values, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Bad(name, text, "write a time as 2026-01-31T12:00:00Z (a + in a URL is written %2B)");
    }

    private static string? One(Func<string, ImmutableArray<string>> values, string name) => values(name) switch
    {
        [] => null,
        [{ Length: > 0 } one] => one,
        var other => throw Bad(name, string.Join(',', other), "write one value, or leave it away"),
    };

    private static ProblemException Bad(string name, string value, string mend) => new(400, "bad-filter", $"{name}: '{value}' is not allowed here; {mend}.");
}

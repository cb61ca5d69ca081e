using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;

namespace Orchestrator.Actors.Door;

/// <summary>Reads what was filled in. Each fault is a <c>bad-payload</c> that names the field and the mend.</summary>
internal static class FormReader
{
    public static string Required(this CommandRequest request, string field) =>
        request.Value(field) ?? throw Bad($"'{field}' is missing; fill it in.");

    public static Jid RequiredJid(this CommandRequest request, string field) => request.OptionalJid(field) ?? throw Bad($"'{field}' is missing; fill in a JID.");

    public static Jid? OptionalJid(this CommandRequest request, string field) =>
        request.Value(field) is not { } text ? null : Jid.TryParse(text, out var jid, out var error) ? jid : throw Bad($"'{field}': {error}");

    public static long? OptionalNumber(this CommandRequest request, string field) =>
        request.Value(field) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Bad($"'{text}' in '{field}' is no whole number.");

    // What no int holds is out of every range, too.
    public static int? OptionalInt(this CommandRequest request, string field) =>
        request.OptionalNumber(field) is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    public static DateTimeOffset? OptionalTime(this CommandRequest request, string field) =>
        request.Value(field) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Bad($"'{text}' in '{field}' is no time; write it as 2026-12-31T18:00:00Z.");

    public static bool Flag(this CommandRequest request, string field) => request.Value(field) is "1" or "true";

    public static T? OptionalChoice<T>(this CommandRequest request, string field)
        where T : struct, Enum =>
        request.Value(field) is { } text ? Choice<T>(field, text) : null;

    public static T RequiredChoice<T>(this CommandRequest request, string field)
        where T : struct, Enum =>
        Choice<T>(field, request.Required(field));

    /// <summary>Which transfers; every field may be left empty.</summary>
    public static TransferFilter Filter(this CommandRequest request) => new()
    {
        States = [.. request.Form!.GetValueOrDefault("state", []).Where(s => s.Length > 0).Select(s => Choice<TransferStatus>("state", s))],
        Direction = request.OptionalChoice<TransferDirection>("direction"),
        Account = request.OptionalJid("account")?.Bare.ToString(),
        Peer = request.OptionalJid("peer")?.ToString(),
        Road = request.Value("road"),
        Reason = request.Value("reason"),
        Text = request.Value("text"),
        CreatedAfter = request.OptionalTime("created-after"),
        CreatedBefore = request.OptionalTime("created-before"),
        UpdatedBefore = request.OptionalTime("updated-before"),
        Stuck = request.Flag("stuck"),
    };

    /// <summary>What is to change; one thing at least.</summary>
    public static AdminProtocol.Adjust Wishes(this CommandRequest request, string id)
    {
        var nothing = new AdminProtocol.Adjust(id);
        var wishes = nothing with
        {
            Priority = request.OptionalInt("priority"),
            Deadline = request.OptionalTime("deadline"),
            MaxRate = request.OptionalNumber("max-rate"),
            Roads = request.OptionalChoice<RoadPolicy>("roads"),
        };
        return wishes != nothing ? wishes : throw Bad("There is nothing to change; fill in 'priority', 'deadline', 'max-rate' or 'roads'.");
    }

    private static T Choice<T>(string field, string text)
        where T : struct, Enum =>
        // Neither a number nor several names, both of which the parser would take.
        text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value
        : throw Bad($"'{text}' in '{field}' is none of {string.Join(", ", Enum.GetNames<T>())}.");

    private static StanzaErrorException Bad(string text) => new(CommandErrors.BadPayload(text));
}

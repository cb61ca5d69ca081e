using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Streams.Files;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>Reads the query of an upload: the same wishes as those of a submission by path.</summary>
internal static class UploadReader
{
    /// <summary>The submission, with the file's name in the place of its path.</summary>
    /// <exception cref="ProblemException">What is wrong with it.</exception>
    public static AdminProtocol.Submit Read(HttpRequest request, string key)
    {
        var name = Required(request, "name");
        var safe = SafeFileName.From(name);
        if (name != safe)
            throw new ProblemException(400, "bad-name", $"'{Printable.Of(name)}' cannot be a file's name everywhere; '{safe}' can.");
        return new AdminProtocol.Submit(
            name,
            SubmitReader.Address("peer", Required(request, "peer")),
            SubmitReader.AddressOrNull("account", Text(request, "account")),
            key,
            SubmitReader.Description(Text(request, "description")))
        {
            Priority = (int?)Number(request, "priority", int.MinValue, int.MaxValue) ?? 0,
            Deadline = Time(request, "deadline"),
            MaxRate = Number(request, "maxRate", 0, long.MaxValue),
            Roads = Text(request, "roads") is { } roads ? Policy(roads) : null,
        };
    }

    private static RoadPolicy Policy(string text) =>
        RoadPolicies.Parse(text) ?? throw new ProblemException(400, "bad-roads", $"'{text}' is no policy; write {RoadPolicies.Names}.");

    private static string Required(HttpRequest request, string name) =>
        Text(request, name) ?? throw new ProblemException(400, "missing-parameter", $"The parameter '{name}' is missing; ask for /v1/transfers/upload?peer=user@example.org&name=FILE.");

    private static string? Text(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [{ Length: > 0 } one] => one,
        var other => throw new ProblemException(400, "bad-parameter", $"{name}: '{other}' is not allowed; write one value, or leave it away."),
    };

    private static long? Number(HttpRequest request, string name, long least, long most)
    {
        if (Text(request, name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ProblemException(400, "bad-parameter", $"{name}: '{text}' is not allowed; write a whole number from {least} to {most}.");
    }

    private static DateTimeOffset? Time(HttpRequest request, string name)
    {
        if (Text(request, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ProblemException(400, "bad-parameter", $"{name}: '{text}' is no time; write it as 2026-01-31T12:00:00Z.");
    }
}

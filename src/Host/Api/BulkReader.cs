using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>Reads <c>POST /v1/transfers/actions</c>.</summary>
internal static class BulkReader
{
    private const string Shape =
        "send {\"action\": \"pause\", \"filter\": {\"peer\": \"user@example.org\"}, \"dryRun\": true}; the actions are pause, resume, cancel, retry, and adjust with its values in \"adjust\"";

    /// <exception cref="ProblemException">What is wrong with it.</exception>
    public static async Task<AdminProtocol.ActOnAll> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var body = (await JsonBody.ReadAsync(request, Shape, stop)).Only("action", "filter", "adjust", "dryRun", "confirm");
        TransferAction? action = body.Required("action") switch
        {
            "pause" => TransferAction.Pause,
            "resume" => TransferAction.Resume,
            "cancel" => TransferAction.Cancel,
            "retry" => TransferAction.Retry,
            "adjust" => null,
            var other => throw Bad("bad-action", $"'{other}' is no action; {Shape}."),
        };
        var adjust = body.Object("adjust");
        if ((action is null) != (adjust is not null))
            throw Bad("bad-action", $"The field 'adjust' goes with the action adjust, and only with it; {Shape}.");
        var filter = body.Object("filter")?.Only([.. FilterReader.Parameters.Select(parameter => parameter.Name)]);
        return new AdminProtocol.ActOnAll(
            filter is null ? TransferFilter.All : FilterReader.Read(filter.Texts),
            action,
            adjust is null ? null : AdjustReader.Read(adjust, ""),
            body.Flag("dryRun"),
            body.Flag("confirm"));
    }

    private static ProblemException Bad(string code, string detail) => new(400, code, detail);
}

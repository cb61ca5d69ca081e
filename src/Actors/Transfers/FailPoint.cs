using System.Diagnostics;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// For crash tests: the environment variable <c>ORCHESTRATOR_FAILPOINT</c> names a point in a transfer's life, such as
/// <c>incoming:verified</c>; the process kills itself there, right after the event is committed and before anything follows from it.
/// </summary>
internal static class FailPoint
{
    private static readonly string? _armed = Environment.GetEnvironmentVariable("ORCHESTRATOR_FAILPOINT");

    public static void Passed(TransferDirection direction, TransferEvent happened)
    {
        if (_armed is null)
            return;
        var name = direction == TransferDirection.Outgoing ? "outgoing:" : "incoming:";
        if (_armed == name + TransferEventSerializer.ManifestOf(happened))
            Process.GetCurrentProcess().Kill();
    }
}

using System.Diagnostics;
using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Client;

/// <summary>Progress where there is no terminal: a line when something changed, at most one a second.</summary>
/// <param name="name">What the lines begin with, where there are several transfers.</param>
internal sealed class ProgressLines(string? name) : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _lastLine;
    private long _lastOffset;
    private TransferStatus? _lastState;
    private bool _away;

    public void Show(TransferView transfer)
    {
        var since = Stopwatch.GetElapsedTime(_lastLine);
        var changed = transfer.State != _lastState || transfer.Offset != _lastOffset || _away;
        if (!changed || (_lastLine != 0 && since < Pause))
            return;

        var line = $"{transfer.State} {Units.Bytes(transfer.Offset)} of {Units.Bytes(transfer.Size)}";
        if (_lastState == TransferStatus.Streaming && transfer.Offset > _lastOffset)
        {
            var rate = (transfer.Offset - _lastOffset) / since.TotalSeconds;
            var left = TimeSpan.FromSeconds(Math.Ceiling((transfer.Size - transfer.Offset) / rate));
            line += string.Create(CultureInfo.InvariantCulture, $", {Units.Rate(rate)}, {left:c} left");
        }

        if (transfer.Road is not null)
            line += $", {transfer.Road}";
        // While bytes flow the reason is that of an earlier session.
        if (transfer.Reason is not null && transfer.State is not (TransferStatus.Streaming or TransferStatus.Verifying or TransferStatus.Completed))
            line += $" ({transfer.Reason})";
        Console.Error.WriteLine(name is null ? line : $"{Printable.Of(name)}: {line}");
        (_lastLine, _lastOffset, _lastState, _away) = (Stopwatch.GetTimestamp(), transfer.Offset, transfer.State, false);
    }

    public void DaemonIsAway()
    {
        if (!_away)
            Console.Error.WriteLine("The daemon does not answer; asking again.");
        _away = true;
    }
}

using System.Globalization;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Spectre.Console;

namespace Orchestrator.Host.Client;

/// <summary>Transfers as a table on a terminal, as lines of columns divided by tabs elsewhere.</summary>
internal static class TransferTable
{
    private static readonly string[] Header = ["ID", "Direction", "State", "Done", "Size", "Rate", "Left", "Road", "Peer", "Name", "Reason"];

    public static void Print(IReadOnlyList<TransferView> transfers)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var transfer in transfers)
                Console.WriteLine(string.Join('\t', Cells(transfer)));
            return;
        }

        if (transfers.Count == 0)
            Console.WriteLine("No transfers.");
        else
            AnsiConsole.Write(Of(transfers));
    }

    /// <summary>The table itself.</summary>
    public static Table Of(IReadOnlyList<TransferView> transfers)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in Header)
            table.AddColumn(new TableColumn(title) { NoWrap = title is "ID" or "State" });
        foreach (var transfer in transfers)
        {
            table.AddRow(Cells(transfer).Select((cell, column) =>
                new Text(cell, column == 2 ? new Style(Colour(transfer.State)) : Style.Plain)));
        }

        return table;
    }

    /// <summary>The colour a state has wherever it is shown.</summary>
    public static Color Colour(TransferStatus state) => state switch
    {
        TransferStatus.Completed => Color.Green,
        TransferStatus.Failed or TransferStatus.Declined or TransferStatus.Expired => Color.Red,
        TransferStatus.Cancelled => Color.Grey,
        TransferStatus.Interrupted or TransferStatus.WaitingForPeer or TransferStatus.Paused => Color.Yellow,
        _ => Color.Aqua,
    };

    private static string[] Cells(TransferView transfer) =>
    [
        transfer.Id,
        transfer.Direction == TransferDirection.Outgoing ? "outgoing" : "incoming",
        transfer.State.ToString(),
        Percent(transfer),
        Units.Bytes(transfer.Size),
        transfer.Rate is { } rate ? Units.Rate(rate) : "",
        transfer.Eta is { } eta && eta - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero ? left.ToString(left.TotalDays < 1 ? "h\\:mm\\:ss" : "d\\.hh\\:mm", CultureInfo.InvariantCulture) : "",
        transfer.Road ?? "",
        Printable.Of(transfer.Peer),
        Printable.Of(transfer.Name),
        transfer.Reason ?? "",
    ];

    private static string Percent(TransferView transfer) => transfer.Size == 0
        ? transfer.State == TransferStatus.Completed ? "100 %" : "0 %"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100.0 * transfer.Offset / transfer.Size):0} %");
}

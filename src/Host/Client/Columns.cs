using Spectre.Console;

namespace Orchestrator.Host.Client;

/// <summary>Rows as a table on a terminal, as lines of columns divided by tabs elsewhere.</summary>
internal static class Columns
{
    public static void Print(string nothing, string[] header, IEnumerable<string?[]> rows)
    {
        var cells = rows.Select(row => row.Select(cell => Printable.Of(cell ?? "")).ToArray()).ToList();
        if (Console.IsOutputRedirected)
        {
            foreach (var row in cells)
                Console.WriteLine(string.Join('\t', row));
            return;
        }

        if (cells.Count == 0)
        {
            Console.WriteLine(nothing);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumns(header);
        foreach (var row in cells)
            table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Write(table);
    }
}

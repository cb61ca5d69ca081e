using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Bench.Service;

/// <summary>What was measured: rows of a name and figures, all with the same columns; printed and kept as JSON.</summary>
internal sealed class Table(string title)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Dictionary<string, object>> _rows = [];

    public void Add(string what, params ReadOnlySpan<(string Column, double Value)> figures)
    {
        var row = new Dictionary<string, object> { ["what"] = what };
        foreach (var (column, value) in figures)
            row[column] = Math.Round(value, value < 100 ? 2 : 0);
        _rows.Add(row);
        Console.Error.WriteLine(Line(row));
    }

    /// <summary>Adds the quantiles of some times.</summary>
    public void AddTimes(string what, IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        Add(what, ("p50 ms", sorted[sorted.Length / 2]), ("p99 ms", sorted[sorted.Length * 99 / 100]), ("max ms", sorted[^1]));
    }

    public void Print(string jsonFile)
    {
        Console.WriteLine($"| {string.Join(" | ", _rows[0].Keys)} |");
        Console.WriteLine($"|{string.Concat(_rows[0].Keys.Select(_ => "---|"))}");
        foreach (var row in _rows)
            Console.WriteLine(Line(row));
        Directory.CreateDirectory(Path.GetDirectoryName(jsonFile)!);
        File.WriteAllText(jsonFile, JsonSerializer.Serialize(new { title, rows = _rows }, _json));
    }

    private static string Line(Dictionary<string, object> row) =>
        $"| {string.Join(" | ", row.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))} |";
}

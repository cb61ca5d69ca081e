using System.Text.Json;

namespace Orchestrator.Bench.Throughput;

/// <summary>Medians over the rounds, as a table and as JSON.</summary>
internal static class Report
{
    private const double Mega = 1e6;
    private const double Gibi = 1L << 30;
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(long size, IReadOnlyList<(string Name, List<Measurement> Rounds)> results, string jsonFile)
    {
        var rows = results.Select(result => new Row(
            result.Name,
            Median(result.Rounds, m => size / Mega / m.Seconds),
            result.Rounds.Min(m => size / Mega / m.Seconds),
            result.Rounds.Max(m => size / Mega / m.Seconds),
            Median(result.Rounds, m => m.Sender.CpuSeconds * Gibi / size),
            Median(result.Rounds, m => m.Receiver.CpuSeconds * Gibi / size),
            Median(result.Rounds, m => m.Sender.PeakBytes / Mega),
            Median(result.Rounds, m => m.Receiver.PeakBytes / Mega))).ToList();

        Console.WriteLine("| contender | MB/s (min–max) | CPU s/GiB, sender + receiver | peak RSS MB, sender / receiver |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var row in rows)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {row.Name} | {row.MbPerSecond:F0} ({row.Min:F0}–{row.Max:F0}) | {row.SenderCpu:F2} + {row.ReceiverCpu:F2} | {row.SenderPeakMb:F0} / {row.ReceiverPeakMb:F0} |"));
        }

        var json = JsonSerializer.Serialize(new { bytes = size, rounds = results[0].Rounds.Count, contenders = rows }, _json);
        Console.WriteLine(json);
        Directory.CreateDirectory(Path.GetDirectoryName(jsonFile)!);
        File.WriteAllText(jsonFile, json);
    }

    private static double Median(List<Measurement> rounds, Func<Measurement, double> value)
    {
        var sorted = rounds.Select(value).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Row(
        string Name, double MbPerSecond, double Min, double Max, double SenderCpu, double ReceiverCpu, double SenderPeakMb, double ReceiverPeakMb);
}

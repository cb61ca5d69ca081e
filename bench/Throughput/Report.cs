using System.Text.Json;

namespace Orchestrator.Bench.Throughput;

/// <summary>Medians over the rounds, as a table and as JSON.</summary>
internal static class Report
{
    private const double Mega = 1e6;
    private const double Gibi = 1L << 30;
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static void Print(long size, IReadOnlyList<Entry> entries, string jsonFile)
    {
        var rows = entries.Select(entry => new Row(
            entry.Contender.Name,
            entry.ServerName,
            Median(entry.Rounds, Rate),
            entry.Rounds.Min(Rate),
            entry.Rounds.Max(Rate),
            Lead(entry),
            Median(entry.Rounds, m => m.Sender.CpuSeconds * Gibi / size),
            Median(entry.Rounds, m => m.Receiver.CpuSeconds * Gibi / size),
            Median(entry.ServerRounds, u => u.CpuSeconds * Gibi / size),
            Median(entry.Rounds, m => m.Sender.PeakBytes / Mega),
            Median(entry.Rounds, m => m.Receiver.PeakBytes / Mega))).ToList();

        Console.WriteLine("| contender | server | MB/s (min–max) | Orchestrator / it | CPU s/GiB, sender + receiver + server | peak RSS MB, sender / receiver |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {row.Name} | {row.Server} | {row.MbPerSecond:F1} ({row.Min:F1}–{row.Max:F1}) | {row.Lead:F2} | {row.SenderCpu:F2} + {row.ReceiverCpu:F2} + {row.ServerCpu:F2} | {row.SenderPeakMb:F0} / {row.ReceiverPeakMb:F0} |"));
        }

        var json = JsonSerializer.Serialize(new { bytes = size, rounds = entries[0].Rounds.Count, contenders = rows }, _json);
        Console.WriteLine(json);
        Directory.CreateDirectory(Path.GetDirectoryName(jsonFile)!);
        File.WriteAllText(jsonFile, json);

        double Rate(Measurement measured) => size / Mega / measured.Seconds;

        // How many times faster Orchestrator was at the same server: each round for itself, so that a slow moment meets both.
        double Lead(Entry entry) =>
            entries.FirstOrDefault(e => e.Contender is OrchestratorContender && ReferenceEquals(e.Server, entry.Server)) is not { } ours
                ? double.NaN
                : Median([.. ours.Rounds.Zip(entry.Rounds)], pair => pair.Second.Seconds / pair.First.Seconds);
    }

    private static double Median<T>(List<T> rounds, Func<T, double> value)
    {
        var sorted = rounds.Select(value).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Row(
        string Name, string Server, double MbPerSecond, double Min, double Max, double Lead,
        double SenderCpu, double ReceiverCpu, double ServerCpu, double SenderPeakMb, double ReceiverPeakMb);
}

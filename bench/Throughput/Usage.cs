using System.Globalization;

namespace Orchestrator.Bench.Throughput;

/// <summary>What a process used between two moments, from /proc.</summary>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="PeakBytes">The most memory that was resident at once.</param>
internal sealed record Usage(double CpuSeconds, long PeakBytes)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux

    /// <summary>Forgets the peak of before; what is returned is the start for <see cref="Since"/>.</summary>
    public static Usage Begin(int pid)
    {
        File.WriteAllText($"/proc/{pid}/clear_refs", "5");
        return Read(pid);
    }

    public static Usage Since(Usage begin, int pid)
    {
        var now = Read(pid);
        return now with { CpuSeconds = now.CpuSeconds - begin.CpuSeconds };
    }

    private static Usage Read(int pid)
    {
        // The fields after the program's name, which is in parentheses and may hold spaces; utime and stime are 14 and 15.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[11]) + Number(fields[12]);
        var peak = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return new Usage(ticks / TicksPerSecond, 1024 * Number(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

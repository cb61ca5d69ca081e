using System.Globalization;

namespace Orchestrator.Host;

/// <summary>Sizes and times as people write and read them.</summary>
internal static class Units
{
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Reads a size in bytes: <c>512</c>, <c>64k</c>, <c>256MiB</c>, <c>1.5 GB</c>. Single letters are powers of 1024.</summary>
    public static bool TryBytes(string text, out long bytes)
    {
        bytes = 0;
        if (!TrySplit(text, out var number, out var unit))
            return false;
        decimal? factor = unit.ToUpperInvariant() switch
        {
            "" or "B" or "BYTE" or "BYTES" => 1,
            "K" or "KIB" => 1L << 10,
            "M" or "MIB" => 1L << 20,
            "G" or "GIB" => 1L << 30,
            "T" or "TIB" => 1L << 40,
            "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "TB" => 1_000_000_000_000,
            _ => null,
        };
        if (factor is null || number > long.MaxValue / factor)
            return false;
        var product = number * factor.Value;
        bytes = (long)product;
        return product == bytes;
    }

    /// <summary>Reads a time with its unit: <c>200ms</c>, <c>10 s</c>, <c>5 minutes</c>, <c>1d</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (!TrySplit(text, out var number, out var unit))
            return false;
        long? ticks = unit switch
        {
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "min" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => null,
        };
        if (ticks is null || number > TimeSpan.MaxValue.Ticks / ticks)
            return false;
        duration = TimeSpan.FromTicks((long)(number * ticks.Value));
        return true;
    }

    /// <summary>A size for people: <c>1.5 GiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        for (; value >= 1024 && unit < Binary.Length - 1; unit++)
            value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Binary[unit]}");
    }

    /// <summary>A rate for people, in the units the benchmarks use: <c>412.7 MB/s</c>, 10⁶ bytes.</summary>
    public static string Rate(double bytesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytesPerSecond / 1e6:0.0} MB/s");

    private static bool TrySplit(string text, out decimal number, out string unit)
    {
        text = text.Trim();
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        unit = text[end..].TrimStart();
        return decimal.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }
}

using System.Globalization;

namespace Akka.Configuration.Hocon;

internal static class Units
{
    public static long Bytes(string text)
    {
        var (number, unit) = Split(text);
        return (long)(number * Factor(unit));

        static decimal Factor(string unit) => unit switch
        {
            "" or "B" or "b" or "byte" or "bytes" => 1m,
            "kB" or "kilobyte" or "kilobytes" => 1e3m,
            "MB" or "megabyte" or "megabytes" => 1e6m,
            "GB" or "gigabyte" or "gigabytes" => 1e9m,
            "TB" or "terabyte" or "terabytes" => 1e12m,
            "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            _ => throw new FormatException($"{unit} is not a valid byte size suffix"),
        };
    }

    public static TimeSpan Time(string text)
    {
        var (number, unit) = Split(text);
        return TimeSpan.FromTicks((long)(number * TicksPer(unit)));

        static decimal TicksPer(string unit) => unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => TimeSpan.TicksPerMillisecond / 1e6m,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => throw new FormatException($"{unit} is not a valid unit of time"),
        };
    }

    private static (decimal Number, string Unit) Split(string text)
    {
        text = text.Trim();
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        return decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? (number, text[end..].Trim())
            : throw new FormatException($"\"{text}\" is not a number with a unit");
    }
}

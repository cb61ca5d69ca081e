using System.Globalization;
using Akka.Actor;

namespace Akka.Event;

public interface ILogMessageFormatter
{
    string Format(string format, params object?[] args);
}

public interface ILoggingAdapter
{
    ILogMessageFormatter Formatter { get; }

    bool IsEnabled(LogLevel logLevel);

    void Log(LogLevel logLevel, Exception? cause, string message);
}

public static class Logging
{
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null) =>
        new BusLogging(context.System.EventStream, context.Self.Path.ToString(), context.Props.Type, logMessageFormatter);

    internal static LogLevel LogLevelFor(string logLevel) => logLevel.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\". Valid values are: \"Debug\", \"Info\", \"Warning\", \"Error\"", nameof(logLevel)),
    };

    internal static string StringFor(this LogLevel logLevel) => logLevel.ToString().Replace("Level", "").ToUpperInvariant();
}

public static class LoggingExtensions
{
    public static void Info(this ILoggingAdapter log, string format, params object?[] args) => log.Log(LogLevel.InfoLevel, null, format, args);

    public static void Warning(this ILoggingAdapter log, string format, params object?[] args) => log.Log(LogLevel.WarningLevel, null, format, args);

    public static void Warning(this ILoggingAdapter log, Exception cause, string format, params object?[] args) => log.Log(LogLevel.WarningLevel, cause, format, args);

    public static void Error(this ILoggingAdapter log, string format, params object?[] args) => log.Log(LogLevel.ErrorLevel, null, format, args);

    public static void Error(this ILoggingAdapter log, Exception? cause, string format, params object?[] args) => log.Log(LogLevel.ErrorLevel, cause, format, args);

    public static void Log(this ILoggingAdapter log, LogLevel level, Exception? cause, string format, params object?[] args)
    {
        if (log.IsEnabled(level))
            log.Log(level, cause, args.Length == 0 ? format : log.Formatter.Format(format, args));
    }
}

internal sealed class BusLogging(LoggingBus bus, string source, Type logClass, ILogMessageFormatter? formatter = null) : ILoggingAdapter, ILogMessageFormatter
{
    public ILogMessageFormatter Formatter => formatter ?? this;

    string ILogMessageFormatter.Format(string format, params object?[] args) => string.Format(CultureInfo.InvariantCulture, format, args);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= bus.LogLevel;

    public void Log(LogLevel logLevel, Exception? cause, string message)
    {
        if (!IsEnabled(logLevel))
            return;
        bus.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, source, logClass, message),
            LogLevel.InfoLevel => new Info(cause, source, logClass, message),
            LogLevel.WarningLevel => new Warning(cause, source, logClass, message),
            _ => new Error(cause, source, logClass, message),
        });
    }
}

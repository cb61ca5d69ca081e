using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public class ConfigurationFactory
{
    public static Config Empty => Config.Empty;

    /// <summary>The settings of the runtime itself.</summary>
    public static Config Default() => Empty;

    /// <exception cref="FormatException">Not HOCON; the message tells the line.</exception>
    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <param name="hocon">The text.</param>
    /// <param name="includeCallback">Gives what `include "name"` stands for.</param>
    public static Config ParseString(string hocon, Func<string, HoconRoot>? includeCallback) => new(Parser.Parse(hocon, includeCallback));
}

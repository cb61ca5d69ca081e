using Akka.Configuration.Hocon;

namespace Akka.Configuration;

public class ConfigurationFactory
{
    /// <exception cref="FormatException">Not HOCON; the message tells the line.</exception>
    public static Config ParseString(string hocon) => new(Parser.Parse(hocon));
}

namespace Akka.Configuration;

public class ConfigurationFactory
{
    public static Config Empty { get; } = new();

    public static Config Default() => Empty;

    public static Config ParseString(string hocon) => Empty;
}

public class ConfigurationException(string message) : Akka.Actor.AkkaException(message);

using Akka.Actor;

namespace Akka.Configuration;

public class ConfigurationException(string message) : AkkaException(message);

using Akka.Configuration;

namespace Akka.Actor;

public class Settings
{
    internal Settings(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
    }

    public ActorSystem System { get; }

    public Config Config { get; }
}

using System.Reflection;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence.Plugins;

/// <summary>A system's journal and snapshot store, made by configuration when the first persistent actor starts.</summary>
internal sealed class PersistencePlugins
{
    private PersistencePlugins(ActorSystem system)
    {
        Journal = Create<IJournal>(system, "akka.persistence.journal.plugin");
        SnapshotStore = Create<ISnapshotStore>(system, "akka.persistence.snapshot-store.plugin");
    }

    public IJournal Journal { get; }

    public ISnapshotStore SnapshotStore { get; }

    public static PersistencePlugins Of(ActorSystem system) => ((ExtendedActorSystem)system).Once(s => new PersistencePlugins(s));

    private static T Create<T>(ActorSystem system, string key)
    {
        var id = system.Config.GetString(key);
        var config = id is null ? null : system.Config.GetConfig(id);
        if (config?.GetString("class") is not { } name)
            throw new ConfigurationException($"{key} must name a section whose `class` is a plugin.");
        var type = Type.GetType(name, throwOnError: true)!;
        return (T)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.NonPublic, null, [system, config], null)!;
    }
}

using System.Reflection;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence.Plugins;

/// <summary>A system's journal and snapshot store, made by configuration when the first persistent actor starts.</summary>
internal sealed class PersistencePlugins
{
    private PersistencePlugins(ActorSystem system)
    {
        var config = system.Settings.Config;
        var journal = config.GetString("akka.persistence.journal.plugin");
        Journal = Create<IJournal>(system, journal) ?? throw new ConfigurationException("No journal configured: set akka.persistence.journal.plugin.");
        SnapshotStore = Create<ISnapshotStore>(system, config.GetString("akka.persistence.snapshot-store.plugin")) ?? new NoSnapshotStore();
        RecoveryTimeout = config.GetTimeSpan($"{journal}.recovery-event-timeout", TimeSpan.FromSeconds(30));
    }

    public IJournal Journal { get; }

    public ISnapshotStore SnapshotStore { get; }

    /// <summary>How long a recovering actor waits for the snapshot, and for each page of events.</summary>
    public TimeSpan RecoveryTimeout { get; }

    public static PersistencePlugins Of(ActorSystem system) => ((ExtendedActorSystem)system).Once(s => new PersistencePlugins(s));

    private static T? Create<T>(ActorSystem system, string? id) where T : class
    {
        if (string.IsNullOrEmpty(id))
            return null;
        var config = system.Settings.Config.GetConfig(id);
        var name = config?.GetString("class");
        if (string.IsNullOrEmpty(name))
            throw new ConfigurationException($"'{id}.class' must point to a plugin class.");
        var type = Type.GetType(name, throwOnError: true)!;
        return (T)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.NonPublic, null, [system, config], null)!;
    }
}

using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

internal static class SerializerIdentifierHelper
{
    /// <summary>`akka.actor.serialization-identifiers { "Type, Assembly" = 123 }`</summary>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        foreach (var (name, identifier) in system.Settings.Config.GetConfig("akka.actor.serialization-identifiers")?.AsEnumerable() ?? [])
        {
            if (Reflection.FindType(name) == type)
                return identifier.GetInt();
        }
        throw new ConfigurationException($"No identifier of the serializer {type} in akka.actor.serialization-identifiers");
    }
}

using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

/// <summary>The serializers of a system, as `akka.actor.serializers` and `akka.actor.serialization-bindings` name and bind them.</summary>
internal sealed class Serialization
{
    private readonly Dictionary<int, SerializerWithStringManifest> _byId = [];
    private readonly List<(Type Type, SerializerWithStringManifest Serializer)> _bindings = [];

    public Serialization(ExtendedActorSystem system)
    {
        var config = system.Config;
        var byName = new Dictionary<string, SerializerWithStringManifest>();
        foreach (var (name, type) in config.GetConfig("akka.actor.serializers")?.Items ?? [])
        {
            var serializer = (SerializerWithStringManifest)Activator.CreateInstance(TypeOf(type.GetString()!), system)!;
            byName.Add(name, serializer);
            _byId.Add(serializer.Identifier, serializer);
        }
        foreach (var (type, name) in config.GetConfig("akka.actor.serialization-bindings")?.Items ?? [])
        {
            if (!byName.TryGetValue(name.GetString()!, out var serializer))
                throw new ConfigurationException($"Serializer binding failed: there is no serializer {name.GetString()}");
            _bindings.Add((TypeOf(type), serializer));
        }
    }

    /// <summary>The first serializer that is bound to the object's type, or to a base or interface of it.</summary>
    public SerializerWithStringManifest FindSerializerFor(object obj) =>
        _bindings.Find(binding => binding.Type.IsInstanceOfType(obj)).Serializer
        ?? throw new System.Runtime.Serialization.SerializationException($"Serializer not found for type {obj.GetType().FullName}");

    public object Deserialize(byte[] bytes, int serializerId, string manifest) => _byId.TryGetValue(serializerId, out var serializer)
        ? serializer.FromBinary(bytes, manifest)
        : throw new System.Runtime.Serialization.SerializationException($"Cannot find serializer with id [{serializerId}]. The most probable reason is that the configuration entry akka.actor.serializers is not in sync between the two systems.");

    private static Type TypeOf(string name) => Type.GetType(name) ?? throw new ConfigurationException($"The type name {name} could not be resolved");
}

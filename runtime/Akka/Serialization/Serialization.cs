using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

/// <summary>The serializers of a system, as `akka.actor.serializers` and `akka.actor.serialization-bindings` name and bind them.</summary>
public class Serialization
{
    private readonly Dictionary<int, Serializer> _byId = [];
    private readonly List<(Type Type, Serializer Serializer)> _bindings = [];

    public Serialization(ExtendedActorSystem system)
    {
        var config = system.Settings.Config;
        var byName = new Dictionary<string, Serializer>();
        foreach (var (name, type) in config.GetConfig("akka.actor.serializers")?.AsEnumerable() ?? [])
        {
            var serializer = (Serializer)Activator.CreateInstance(TypeOf(type.GetString()!), system)!;
            byName.Add(name, serializer);
            _byId.Add(serializer.Identifier, serializer);
        }
        foreach (var (type, name) in config.GetConfig("akka.actor.serialization-bindings")?.AsEnumerable() ?? [])
        {
            if (!byName.TryGetValue(name.GetString()!, out var serializer))
                throw new ConfigurationException($"Serializer binding failed: there is no serializer {name.GetString()}");
            _bindings.Add((TypeOf(type), serializer));
        }
    }

    /// <summary>The serializer bound to the object's type or, nearest first, to a base or interface of it.</summary>
    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null)
    {
        var best = default((Type Type, Serializer Serializer));
        foreach (var binding in _bindings)
        {
            if (binding.Type.IsInstanceOfType(obj) && (best.Type is null || best.Type.IsAssignableFrom(binding.Type)))
                best = binding;
        }
        return best.Serializer ?? throw new System.Runtime.Serialization.SerializationException($"Serializer not found for type {obj.GetType().FullName}");
    }

    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        if (!_byId.TryGetValue(serializerId, out var serializer))
            throw new System.Runtime.Serialization.SerializationException($"Cannot find serializer with id [{serializerId}]. The most probable reason is that the configuration entry akka.actor.serializers is not in sync between the two systems.");
        return serializer is SerializerWithStringManifest named
            ? named.FromBinary(bytes, manifest)
            : serializer.FromBinary(bytes, serializer.IncludeManifest ? TypeOf(manifest) : null);
    }

    private static Type TypeOf(string name) => Reflection.FindType(name) ?? throw new ConfigurationException($"The type name {name} could not be resolved");
}

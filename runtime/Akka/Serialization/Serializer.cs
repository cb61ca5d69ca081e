using Akka.Actor;

namespace Akka.Serialization;

public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>The number that is stored beside the bytes; from `akka.actor.serialization-identifiers` unless overridden.</summary>
    public virtual int Identifier => SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type? type);
}

/// <summary>A serializer that names what it wrote by a short manifest of its own instead of the type's name.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system) : Serializer(system)
{
    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type? type) => FromBinary(bytes, type is null ? "" : $"{type.FullName}, {type.Assembly.GetName().Name}");

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}

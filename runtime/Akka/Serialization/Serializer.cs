using Akka.Actor;

namespace Akka.Serialization;

public abstract class Serializer
{
    private protected Serializer(ExtendedActorSystem system) => _ = system;

    /// <summary>The number that is stored beside the bytes.</summary>
    public abstract int Identifier { get; }

    public abstract byte[] ToBinary(object obj);
}

/// <summary>A serializer that names what it wrote by a short manifest of its own instead of the type's name.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system) : Serializer(system)
{
    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}

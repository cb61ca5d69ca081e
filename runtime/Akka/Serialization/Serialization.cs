using Akka.Actor;

namespace Akka.Serialization;

public class Serialization
{
    public Serialization(ExtendedActorSystem system) => System = system;
    public ExtendedActorSystem System { get; }
    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null) => throw new NotImplementedException();
    public object Deserialize(byte[] bytes, int serializerId, string manifest) => throw new NotImplementedException();
    public string ManifestFor(Serializer s, object msg) => s is SerializerWithStringManifest m ? m.Manifest(msg) : "";
}

public static class SerializerIdentifierHelper
{
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system) => 0;
}

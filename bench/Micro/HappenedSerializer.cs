using Akka.Actor;
using Akka.Serialization;

namespace Orchestrator.Bench.Micro;

/// <summary>The event's bytes as they are: the journal is measured, not a serializer.</summary>
internal sealed class HappenedSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 7001;

    public override byte[] ToBinary(object obj) => ((Happened)obj).Body;

    public override object FromBinary(byte[] bytes, string manifest) => new Happened(bytes);

    public override string Manifest(object o) => "h";
}

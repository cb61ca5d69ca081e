using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Orchestrator.Tests.Runtime.Persistence;

/// <summary>The tests' event and snapshot.</summary>
public sealed record Happened(string What)
{
    /// <summary>No serializer can write it.</summary>
    public static readonly Happened Unwritable = new("unwritable");
}

public sealed class HappenedSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 4711;

    public override string Manifest(object o) => "h";

    public override byte[] ToBinary(object obj) => obj is Happened happened && happened != Happened.Unwritable
        ? Encoding.UTF8.GetBytes(happened.What)
        : throw new ArgumentException("cannot be written", nameof(obj));

    public override object FromBinary(byte[] bytes, string manifest) => manifest == "h"
        ? new Happened(Encoding.UTF8.GetString(bytes))
        : throw new ArgumentException($"unknown manifest {manifest}", nameof(manifest));
}

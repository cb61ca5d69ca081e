using System.Text;
using Akka.Actor;
using Akka.Serialization;
using Akka.TestKit.Xunit2;

namespace Orchestrator.Tests.Runtime.Configuration;

public class SerializationTests : TestKit
{
    public SerializationTests()
        : base($$"""
                 akka.actor {
                   serializers { plain = "{{typeof(PlainText).AssemblyQualifiedName}}" }
                   serialization-bindings { "{{typeof(INote).AssemblyQualifiedName}}" = plain }
                 }
                 """)
    {
    }

    private interface INote
    {
        string Text { get; }
    }

    [Fact]
    public void What_a_bound_serializer_wrote_is_read_by_its_number_and_manifest()
    {
        var note = new Note("hello");

        var serializer = Sys.Serialization.FindSerializerFor(note).ShouldBeOfType<PlainText>();
        serializer.Identifier.ShouldBe(4711);
        serializer.Manifest(note).ShouldBe("n");

        Sys.Serialization.Deserialize(serializer.ToBinary(note), 4711, "n").ShouldBe(note);
    }

    private sealed record Note(string Text) : INote;

    private sealed class PlainText(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 4711;

        public override string Manifest(object o) => "n";

        public override byte[] ToBinary(object obj) => Encoding.UTF8.GetBytes(((INote)obj).Text);

        public override object FromBinary(byte[] bytes, string manifest) => new Note(Encoding.UTF8.GetString(bytes));
    }
}

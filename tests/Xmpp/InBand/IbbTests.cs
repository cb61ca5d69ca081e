using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Tests.Xmpp.Stanzas;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.InBand;

namespace Orchestrator.Tests.Xmpp.InBand;

public class IbbTests
{
    private const string Space = "http://jabber.org/protocol/ibb";

    private static IbbOpen Open(string attributes) => IbbOpen.Parse(Wire.Read($"<open xmlns='{Space}' {attributes}/>"));

    private static IbbData Data(string text, string attributes = "sid='s1' seq='0'") =>
        IbbData.Parse(Wire.Read($"<data xmlns='{Space}' {attributes}>{text}</data>"));

    private static byte[] Bytes(string text) => Data(text).Data.ToArray();

    [Theory]
    [Trait("Conformance", "26")]
    [InlineData("iq", IbbStanza.Iq)]
    [InlineData("message", IbbStanza.Message)]
    public void An_opening_is_read_and_written_as_the_xep_shows(string name, IbbStanza stanza)
    {
        var xml = $"""<open xmlns="{Space}" block-size="4096" sid="i781hf64" stanza="{name}"/>""";
        var open = IbbOpen.Parse(Wire.Read(xml));

        open.ShouldBe(new IbbOpen("i781hf64", 4096, stanza));
        Wire.Write(open.ToXml()).ShouldBe(xml);
    }

    [Theory]
    [Trait("Conformance", "26")]
    [InlineData("sid='s1' block-size='1'", 1)]
    [InlineData("sid='s1' block-size='65535'", 65535)]
    public void The_stanza_is_iq_unless_told_and_the_block_size_goes_to_65535(string attributes, int blockSize) =>
        Open(attributes).ShouldBe(new IbbOpen("s1", blockSize, IbbStanza.Iq));

    [Theory]
    [InlineData("block-size='4096'")]
    [InlineData("sid='' block-size='4096'")]
    [InlineData("sid='s1'")]
    [InlineData("sid='s1' block-size=''")]
    [InlineData("sid='s1' block-size='0'")]
    [InlineData("sid='s1' block-size='-1'")]
    [InlineData("sid='s1' block-size='4e3'")]
    [InlineData("sid='s1' block-size='4096' stanza='presence'")]
    public void A_malformed_opening_is_a_bad_request(string attributes) => Wire.ShouldBePlainBadRequest(() => Open(attributes));

    [Theory]
    [Trait("Conformance", "26")]
    [Trait("Conformance", "27")]
    [InlineData("65536")]
    [InlineData("9223372036854775807")]
    public void Blocks_larger_than_the_protocol_knows_ask_for_smaller_ones(string blockSize)
    {
        var error = Wire.ShouldBeRefused(() => Open($"sid='s1' block-size='{blockSize}'"));

        error.ShouldBe(IbbErrors.SmallerBlocks(65535));
        (error.Condition, error.Type).ShouldBe(("resource-constraint", StanzaErrorType.Modify));
    }

    [Fact]
    public void A_block_is_read_and_written_as_the_xep_shows()
    {
        const string Xml = $"""<data xmlns="{Space}" seq="65535" sid="i781hf64">qANQR1DBwQ==</data>""";
        var data = IbbData.Parse(Wire.Read(Xml));

        (data.Sid, data.Seq).ShouldBe(("i781hf64", ushort.MaxValue));
        data.Data.ToArray().ShouldBe([0xA8, 0x03, 0x50, 0x47, 0x50, 0xC1, 0xC1]);
        Wire.Write(data.ToXml()).ShouldBe(Xml);
    }

    [Theory]
    [Trait("Conformance", "30")]
    [InlineData("QUJDREVG")]
    [InlineData("QUJD\nREVG")]
    [InlineData("QUJD&#13;\nREVG&#13;\n")]
    [InlineData("\n    QUJD\n    REVG\n  ")]
    [InlineData(" \tQUJDREVG ")]
    [InlineData("QU\nJDRE\nVG")]
    public void Base64_wrapped_and_indented_by_line_is_accepted(string text) => Bytes(text).ShouldBe("ABCDEF"u8.ToArray());

    [Theory]
    [InlineData("", "")]
    [InlineData("\n ", "")]
    [InlineData("QQ==", "A")]
    [InlineData("QQ=\n=", "A")]
    [InlineData("QUI=", "AB")]
    public void Short_and_empty_blocks_are_read(string text, string content) =>
        System.Text.Encoding.ASCII.GetString(Bytes(text)).ShouldBe(content);

    [Theory]
    [Trait("Conformance", "30")]
    [InlineData("QUJD REVG")]
    [InlineData("QUJD\tREVG")]
    [InlineData("QUJD&#13;REVG")]
    [InlineData("\nQUJD REVG\n")]
    [InlineData("QUJD\u00A0REVG")]
    [InlineData("=QUJ")]
    [InlineData("QQ==QQ==")]
    [InlineData("QUI=REVG")]
    [InlineData("QQ=")]
    [InlineData("QQ")]
    [InlineData("Q===")]
    [InlineData("====")]
    [InlineData("QUJ-")]
    [InlineData("QUJ_")]
    [InlineData("QUJé")]
    [InlineData("😀😀")]
    [InlineData("QUJD<b/>REVG")]
    [InlineData("<b>QUJD</b>")]
    public void What_is_no_base64_is_a_bad_request(string text) => Wire.ShouldBePlainBadRequest(() => Data(text));

    [Theory]
    [Trait("Conformance", "28")]
    [InlineData("seq='0'")]
    [InlineData("sid='' seq='0'")]
    [InlineData("sid='s1'")]
    [InlineData("sid='s1' seq=''")]
    [InlineData("sid='s1' seq='-1'")]
    [InlineData("sid='s1' seq='65536'")]
    [InlineData("sid='s1' seq='x'")]
    public void A_block_without_sid_or_number_is_a_bad_request(string attributes) =>
        Wire.ShouldBePlainBadRequest(() => Data("QQ==", attributes));

    [Fact]
    [Trait("Conformance", "26")]
    [Trait("Conformance", "33")]
    public void The_largest_block_is_read_and_one_byte_more_is_refused_wrapped_or_not()
    {
        var largest = new byte[65535];
        foreach (var options in new[] { Base64FormattingOptions.None, Base64FormattingOptions.InsertLineBreaks })
        {
            Bytes(Convert.ToBase64String(largest, options)).Length.ShouldBe(65535);
            Wire.ShouldBePlainBadRequest(() => Data(Convert.ToBase64String(new byte[65536], options)));
        }
    }

    [Fact]
    public void A_block_of_nothing_but_white_space_is_bounded_too() =>
        Wire.ShouldBePlainBadRequest(() => Data(new string('\n', 1_000_000)));

    [Fact]
    [Trait("Conformance", "32")]
    public void A_close_is_read_and_written_as_the_xep_shows()
    {
        const string Xml = $"""<close xmlns="{Space}" sid="i781hf64"/>""";
        var close = IbbClose.Parse(Wire.Read(Xml));

        close.ShouldBe(new IbbClose("i781hf64"));
        Wire.Write(close.ToXml()).ShouldBe(Xml);
        Wire.ShouldBePlainBadRequest(() => IbbClose.Parse(Wire.Read($"<close xmlns='{Space}'/>")));
        Wire.ShouldBePlainBadRequest(() => IbbClose.Parse(Wire.Read($"<open xmlns='{Space}' sid='s'/>")));
    }

    [Fact]
    [Trait("Conformance", "29")]
    public void A_repeated_block_is_an_unexpected_request() =>
        (IbbErrors.RepeatedBlock(7).Condition, IbbErrors.RepeatedBlock(7).Type).ShouldBe(("unexpected-request", StanzaErrorType.Cancel));

    [Fact]
    public void Every_block_survives_the_wire_on_one_line_or_wrapped() =>
        Prop.ForAll(
            (from bytes in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf() from seq in Gen.Choose(0, 65535) select (bytes, (ushort)seq)).ToArbitrary(),
            block =>
            {
                var data = IbbData.Parse(Wire.Read(Wire.Write(new IbbData("s", block.Item2, block.bytes).ToXml())));
                return data.Seq == block.Item2
                    && data.Data.Span.SequenceEqual(block.bytes)
                    && Bytes(Convert.ToBase64String(block.bytes, Base64FormattingOptions.InsertLineBreaks)).SequenceEqual(block.bytes);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_block_is_read_or_a_bad_request()
    {
        var random = new Random(47);
        const string Alphabet = "QUJDREVGab01+/=- \n\té";
        for (var round = 0; round < 5000; round++)
        {
            var text = Convert.ToBase64String(new byte[random.Next(40)]).ToList();
            for (var damage = random.Next(1, 4); damage > 0; damage--)
                text.Insert(random.Next(text.Count + 1), Alphabet[random.Next(Alphabet.Length)]);
            try
            {
                Bytes(new string([.. text])).Length.ShouldBeLessThan(40);
            }
            catch (StanzaErrorException e)
            {
                e.Error.Condition.ShouldBe("bad-request");
            }
        }
    }
}

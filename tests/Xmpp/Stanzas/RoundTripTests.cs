using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Receipts;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Xmpp.Stanzas;

/// <summary>Whatever we write, through the text of the wire, is read back as the same record.</summary>
public class RoundTripTests
{
    private static readonly Gen<string> _token =
        Gen.Elements("abcXYZ019_-".ToCharArray()).NonEmptyListOf().Select(chars => new string([.. chars.Take(100)]));

    private static readonly Gen<string> _text =
        Gen.Elements("a", "Z", " ", "é", "\n", "\t", "<", "&", "\"", "'", "😀", "\u0301", "]]>", "/", "..")
            .NonEmptyListOf().Select(parts => string.Concat(parts));

    private static readonly Gen<long> _bytes =
        Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(i => (long)i), Gen.Elements(0, 1L << 32, long.MaxValue));

    private static readonly Gen<Jid> _jid =
        from local in Gen.Elements("", "a@", "bücher@", "o.k-1@")
        from domain in Gen.Elements("b.c", "[::1]", "localhost", "例え.jp")
        from resource in Gen.OneOf(Gen.Constant(""), _token.Select(token => "/" + token))
        select Jid.Parse(local + domain + resource);

    private static readonly Gen<DateTimeOffset?> _date = Gen.OneOf(
        Gen.Constant<DateTimeOffset?>(null),
        Gen.Choose(0, int.MaxValue).Select(s => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(s)));

    private static readonly Gen<FileOffer> _file =
        from name in _text
        from size in _bytes
        from hash in Gen.Elements(null, "552da749930852c69ae5d2141d3766b1")
        from date in _date
        from description in Gen.OneOf(Gen.Constant<string?>(null), _text.Select(text => (string?)text))
        from range in Gen.Elements(true, false)
        from tag in Gen.OneOf(Gen.Constant<TransferTag?>(null), _token.Select(id => (TransferTag?)new TransferTag(id)))
        select new FileOffer(name, size, hash, date, description, range, tag);

    private static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Prop.ForAll(values.ToArbitrary(), property).QuickCheckThrowOnFailure();

    [Fact]
    public void A_file_offer() =>
        Holds(_file, file => FileOffer.Parse(Wire.Read(Wire.Write(file.ToXml()))) == file);

    [Fact]
    public void A_stream_initiation_offer() =>
        Holds(
            from id in _token
            from file in _file
            from methods in _token.NonEmptyListOf()
            select new SiOffer(id, "text/plain", file, [.. methods.Distinct().Take(32)]),
            offer =>
            {
                var read = SiOffer.Parse(Wire.Read(Wire.Write(offer.ToXml())));
                return read.StreamMethods.SequenceEqual(offer.StreamMethods) && read with { StreamMethods = offer.StreamMethods } == offer;
            });

    [Fact]
    public void A_stream_initiation_answer() =>
        Holds(
            from method in _token
            from offset in _bytes
            from length in _bytes
            from whole in Gen.Elements(true, false)
            select new SiAnswer(method, whole ? null : new FileRange(offset, length)),
            answer => SiAnswer.Parse(Wire.Read(Wire.Write(answer.ToXml()))) == answer);

    [Fact]
    public void A_bytestream_offer() =>
        Holds(
            from sid in _token
            from hosts in (from jid in _jid from port in Gen.Choose(1, 65535) select new Streamhost(jid, "192.0.2.1", port)).NonEmptyListOf()
            select new BytestreamOffer(sid, [.. hosts.DistinctBy(host => host.Port).Take(32)]),
            offer =>
            {
                var read = BytestreamOffer.Parse(Wire.Read(Wire.Write(offer.ToXml())));
                return read.Streamhosts.SequenceEqual(offer.Streamhosts) && read with { Streamhosts = offer.Streamhosts } == offer;
            });

    [Fact]
    public void A_digest() =>
        Holds(
            from id in _token from size in _bytes select new TransferDigest(id, size, new string('a', 64)),
            digest => TransferDigest.Parse(Wire.Read(Wire.Write(digest.ToXml()))) == digest);

    [Fact]
    public void An_address_is_its_own_prepared_form() =>
        Holds(_jid, jid => Jid.Parse(jid.ToString()) == jid && Jid.Parse(jid.ToString()).ToString() == jid.ToString());

    [Fact]
    public void A_range_either_lies_within_the_file_or_is_refused() =>
        Holds(
            from offset in _bytes
            from length in _bytes
            from whole in Gen.Elements(true, false)
            from size in _bytes
            select (Range: new FileRange(offset, whole ? null : length), Size: size),
            sample =>
            {
                try
                {
                    var (offset, length) = sample.Range.Resolve(sample.Size);
                    return offset >= 0 && length >= 0 && length <= sample.Size - offset;
                }
                catch (StanzaErrorException)
                {
                    return sample.Range.Offset > sample.Size || sample.Range.Length > sample.Size - sample.Range.Offset;
                }
            });
}

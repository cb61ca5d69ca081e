using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;
using Orchestrator.Xmpp.Disco;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.OutOfBand;
using Orchestrator.Xmpp.Receipts;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Xmpp.Stanzas;

/// <summary>A stanza damaged in any way is read or refused, but never fails otherwise.</summary>
public class MutationTests
{
    private const int Rounds = 5000;
    private static readonly Jid _jid = Jid.Parse("a@b.c/d");

    private static readonly string[] _values =
    [
        "", " ", "0", "-1", "65536", "9223372036854775807", "9223372036854775808", "1e9", "@", "a@", "/", "\u0301", "😀", "\n",
        "tcp", "udp", "form", "2026-13-01", new string('x', 5000),
    ];

    private static readonly Dictionary<string, (XElement Valid, Action<XElement> Parse)> _codecs = new()
    {
        ["disco#info"] = (new DiscoInfo([new("client", "bot", "n")], ["f", "g"], "node").ToXml(), xml => DiscoInfo.Parse(xml).ToXml()),
        ["disco#items"] = (new DiscoItems([new(_jid, "n", "m")], "node").ToXml(), xml => DiscoItems.Parse(xml).ToXml()),
        ["si offer"] = (
            new SiOffer("s", "text/plain", new FileOffer("n", 1, new string('a', 32), DateTimeOffset.UnixEpoch, "d", true, new TransferTag("t")), ["m", "n"]).ToXml(),
            xml => SiOffer.Parse(xml).ToXml()),
        ["si answer"] = (new SiAnswer("m", new FileRange(1, 2)).ToXml(), xml => SiAnswer.Parse(xml).ToXml()),
        ["bytestream offer"] = (
            new BytestreamOffer("s", [new(_jid, "h", 1), new(_jid, "i", 2)], DstAddr: "x").ToXml(), xml => BytestreamOffer.Parse(xml).ToXml()),
        ["streamhost-used"] = (new StreamhostUsed("s", _jid).ToXml(), xml => StreamhostUsed.Parse(xml).ToXml()),
        ["activate"] = (new Activate("s", _jid).ToXml(), xml => Activate.Parse(xml).ToXml()),
        ["ibb data"] = (new IbbData("s", 1, new byte[] { 1, 2, 3 }).ToXml(), xml => IbbData.Parse(xml).ToXml()),
        ["ibb close"] = (new IbbClose("s").ToXml(), xml => IbbClose.Parse(xml).ToXml()),
        ["complete"] = (new TransferDigest("t", 1, new string('a', 64)).ToXml(), xml => TransferDigest.Parse(xml).ToXml()),
        ["receipt"] = (new TransferReceipt("t", 1, new string('a', 64)).ToXml(), xml => TransferReceipt.Parse(xml).ToXml()),
        ["oob query"] = (
            new OobQuery(new Uri("http://h/a"), "d", new FileOffer("n", 1, Tag: new TransferTag("t", new string('a', 64)))).ToXml(),
            xml => OobQuery.Parse(xml).ToXml()),
        ["abandon"] = (new TransferAbandon("t", AbandonReason.Cancelled).ToXml(), xml => TransferAbandon.Parse(xml).ToXml()),
        ["error"] = (StanzaError.BadRequest("t", new XElement("{u}a")).ToXml(), xml => StanzaError.Parse(xml).ToXml()),
    };

    public static TheoryData<string> Codecs => [.. _codecs.Keys];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_damaged_stanza_is_read_or_refused(string codec)
    {
        var (valid, parse) = _codecs[codec];
        var random = new Random(codec.Length);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = new XElement(valid);
            for (var damage = random.Next(1, 4); damage > 0; damage--)
                Damage(damaged, random);
            try
            {
                parse(damaged);
            }
            catch (StanzaErrorException e)
            {
                e.Error.Condition.ShouldBe("bad-request");
                refused++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{codec} fails on {damaged}", e);
            }
        }

        refused.ShouldBeLessThan(Rounds);
        if (codec != "error")
            refused.ShouldBeGreaterThan(0);
    }

    private static void Damage(XElement root, Random random)
    {
        var elements = root.DescendantsAndSelf().ToList();
        var element = elements[random.Next(elements.Count)];
        var attributes = element.Attributes().ToList();
        var value = _values[random.Next(_values.Length)];
        switch (random.Next(6))
        {
            case 0 when attributes.Count > 0:
                attributes[random.Next(attributes.Count)].Remove();
                break;
            case 1 or 0 when attributes.Count > 0:
                attributes[random.Next(attributes.Count)].Value = value;
                break;
            case 2 when element != root:
                element.Remove();
                break;
            case 3 when element != root:
                element.AddAfterSelf(new XElement(element));
                break;
            case 4:
                element.Name = random.Next(2) == 0 ? element.Name.LocalName : element.Name.Namespace + "strange";
                break;
            default:
                element.Add(new XText(value), new XComment("note"));
                break;
        }
    }
}

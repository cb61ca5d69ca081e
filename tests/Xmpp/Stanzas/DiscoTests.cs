using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Xmpp.Stanzas;

[Trait("Conformance", "1")]
public class DiscoTests
{
    private const string Info =
        """
        <query xmlns="http://jabber.org/protocol/disco#info" node="n">
          <identity category="client" type="bot" name="Orchestrator"/>
          <identity category="proxy" type="bytestreams"/>
          <feature var="http://jabber.org/protocol/si"/>
          <feature var="http://jabber.org/protocol/bytestreams"/>
        </query>
        """;

    [Fact]
    public void Info_is_read_and_written_as_the_xep_shows()
    {
        var info = DiscoInfo.Parse(Wire.Read(Info));

        info.Node.ShouldBe("n");
        info.Identities.ShouldBe([new("client", "bot", "Orchestrator"), new("proxy", "bytestreams")]);
        info.Is("proxy", "bytestreams").ShouldBeTrue();
        info.Is("proxy", "bot").ShouldBeFalse();
        info.Supports(Ns.StreamInitiation).ShouldBeTrue();
        info.Supports(Ns.InBandBytestreams).ShouldBeFalse();
        Wire.Write(info.ToXml()).ShouldBe(Wire.Golden(Info));
    }

    [Fact]
    public void Incomplete_entries_and_strangers_are_skipped()
    {
        var info = DiscoInfo.Parse(Wire.Read(
            """
            <query xmlns="http://jabber.org/protocol/disco#info">
              <identity category="client"/><identity type="pc"/><identity category="" type="pc"/>
              <feature/><feature var=""/><feature var="a"/><feature var="a"/>
              <x xmlns="jabber:x:data" type="result"/>
            </query>
            """));

        info.Identities.ShouldBeEmpty();
        info.Features.ShouldBe(["a"]);
    }

    [Fact]
    public void A_flood_of_features_is_cut()
    {
        var flood = string.Concat(Enumerable.Range(0, 5000).Select(i => $"<feature var='{i}'/>"));

        DiscoInfo.Parse(Wire.Read($"<query xmlns='http://jabber.org/protocol/disco#info'>{flood}</query>"))
            .Features.Length.ShouldBe(1024);
    }

    [Fact]
    public void Items_are_read_and_written_and_one_malformed_item_harms_no_other()
    {
        var items = DiscoItems.Parse(Wire.Read(
            """
            <query xmlns="http://jabber.org/protocol/disco#items">
              <item jid="proxy.example.org" name="Proxy"/>
              <item jid="@@"/><item/>
              <item jid="example.org" node="music"/>
            </query>
            """));

        items.Items.ShouldBe([new(Jid.Parse("proxy.example.org"), Name: "Proxy"), new(Jid.Parse("example.org"), "music")]);
        Wire.Write(items.ToXml()).ShouldBe(Wire.Golden(
            """
            <query xmlns="http://jabber.org/protocol/disco#items">
              <item jid="proxy.example.org" name="Proxy"/>
              <item jid="example.org" node="music"/>
            </query>
            """));
    }

    [Fact]
    public void A_query_carries_its_node_only_when_there_is_one()
    {
        Wire.Write(DiscoInfo.Query()).ShouldBe("""<query xmlns="http://jabber.org/protocol/disco#info"/>""");
        Wire.Write(DiscoItems.Query("n")).ShouldBe("""<query xmlns="http://jabber.org/protocol/disco#items" node="n"/>""");
    }

    [Fact]
    public void Another_payload_is_refused()
    {
        Wire.ShouldBePlainBadRequest(() => DiscoInfo.Parse(DiscoItems.Query()));
        Wire.ShouldBePlainBadRequest(() => DiscoItems.Parse(DiscoInfo.Query()));
    }
}

using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Capabilities;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Tests.Xmpp.Capabilities;

public class CapabilitiesTests
{
    private const string Simple =
        """
        <identity category="client" name="Exodus 0.9.1" type="pc"/>
        <feature var="http://jabber.org/protocol/muc"/>
        <feature var="http://jabber.org/protocol/disco#items"/>
        <feature var="http://jabber.org/protocol/disco#info"/>
        <feature var="http://jabber.org/protocol/caps"/>
        """;

    private const string Complex =
        """
        <identity xml:lang="en" category="client" name="Psi 0.11" type="pc"/>
        <identity xml:lang="el" category="client" name="Ψ 0.11" type="pc"/>
        <feature var="http://jabber.org/protocol/caps"/>
        <feature var="http://jabber.org/protocol/disco#info"/>
        <feature var="http://jabber.org/protocol/disco#items"/>
        <feature var="http://jabber.org/protocol/muc"/>
        <x xmlns="jabber:x:data" type="result">
          <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:dataforms:softwareinfo</value></field>
          <field var="ip_version" type="text-multi"><value>ipv6</value><value>ipv4</value></field>
          <field var="os"><value>Mac</value></field>
          <field var="os_version"><value>10.5.1</value></field>
          <field var="software"><value>Psi</value></field>
          <field var="software_version"><value>0.11</value></field>
        </x>
        """;

    [Theory]
    [Trait("Conformance", "1")]
    [InlineData(Simple, "QgayPKawpkPSDYmwT/WM94uAlu0=")]
    [InlineData(Complex, "q07IKJEyjvHSyhy//CH0CxmKi8w=")]
    public void The_hash_is_that_of_the_xep(string info, string expected) =>
        CapabilitiesHash.Compute(Query(info), "sha-1").ShouldBe(expected);

    [Theory]
    [InlineData("sha-256", 32)]
    [InlineData("sha-384", 48)]
    [InlineData("sha-512", 64)]
    public void Longer_hashes_are_known_too(string function, int length) =>
        Convert.FromBase64String(CapabilitiesHash.Compute(Query(Simple), function)!).Length.ShouldBe(length);

    [Theory]
    [InlineData("<feature var='a'/><feature var='a'/>")]
    [InlineData("<identity category='client' type='pc'/><identity category='client' type='pc'/>")]
    [InlineData("<feature var='a&lt;b'/>")]
    [InlineData("<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value><value>b</value></field></x>")]
    [InlineData("<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value></field></x><x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value></field></x>")]
    public void An_ill_formed_answer_has_no_hash(string info) => CapabilitiesHash.Compute(Query(info), "sha-1").ShouldBeNull();

    [Fact]
    public void An_unknown_function_and_a_form_without_type_are_left_out()
    {
        CapabilitiesHash.Compute(Query(Simple), "md2").ShouldBeNull();
        CapabilitiesHash.Compute(Query(Simple + "<x xmlns='jabber:x:data'><field var='a'><value>b</value></field></x>"), "sha-1")
            .ShouldBe(CapabilitiesHash.Compute(Query(Simple), "sha-1"));
    }

    [Theory]
    [InlineData("<c xmlns='http://jabber.org/protocol/caps' node='urn:x' hash='sha-1' ver='abc='/>", "urn:x#abc=")]
    [InlineData("<c xmlns='http://jabber.org/protocol/caps' node='urn:x' ver='1.0' ext='a b'/>", null)]
    [InlineData("<c xmlns='http://jabber.org/protocol/caps'/>", null)]
    [InlineData("", null)]
    public void Presence_tells_them(string child, string? node) =>
        EntityCapabilities.Of(XElement.Parse($"<presence xmlns='jabber:client'>{child}</presence>"))?.QueryNode.ShouldBe(node);

    [Fact]
    [Trait("Conformance", "1")]
    public void What_is_told_of_ourselves_verifies()
    {
        var info = new DiscoInfo([new DiscoIdentity("client", "bot", "Orchestrator")], ["b", "a"], "urn:x");
        var told = EntityCapabilities.For("urn:x", info);
        var read = EntityCapabilities.Of(new XElement(Ns.Client + "presence", told.ToXml())).ShouldNotBeNull();

        read.ShouldBe(told);
        CapabilitiesHash.Compute(info.ToXml(), read.Hash).ShouldBe(read.Ver);
    }

    private static XElement Query(string info) => XElement.Parse($"<query xmlns='http://jabber.org/protocol/disco#info'>{info}</query>");
}

using System.Xml.Linq;
using Orchestrator.Xmpp.AdHoc;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Xmpp.Tests.Stanzas;

/// <summary>Ad-hoc commands (XEP-0050) and their data forms (XEP-0004) on the wire.</summary>
public sealed class AdHocTests
{
    private const string Commands = "http://jabber.org/protocol/commands";

    [Theory]
    [InlineData("")]
    [InlineData("action='execute'")]
    [InlineData("action='complete'")]
    [InlineData("action='next'")]
    public void A_first_request_names_the_node_and_fills_in_nothing(string action)
    {
        var request = CommandRequest.Parse(XElement.Parse($"<command xmlns='{Commands}' node='orchestrator#list' {action}/>"));

        request.Node.ShouldBe("orchestrator#list");
        request.SessionId.ShouldBeNull();
        request.Form.ShouldBeNull();
        request.IsCancel.ShouldBeFalse();
    }

    [Fact]
    public void What_was_filled_in_is_read_by_field()
    {
        var request = CommandRequest.Parse(XElement.Parse($"""
            <command xmlns='{Commands}' node='orchestrator#list' sessionid='s1' action='complete'>
              <x xmlns='jabber:x:data' type='submit'>
                <field var='state'><value>Queued</value><value>Paused</value></field>
                <field var='peer'><value>  bob@example.org </value></field>
                <field var='text'><value> </value></field>
                <field var='none'/>
                <field><value>no name</value></field>
                <strange/>
              </x>
            </command>
            """));

        request.SessionId.ShouldBe("s1");
        request.Form!["state"].ShouldBe(["Queued", "Paused"]);
        request.Value("peer").ShouldBe("bob@example.org");
        request.Value("text").ShouldBeNull();
        request.Value("none").ShouldBeNull();
        request.Value("absent").ShouldBeNull();
    }

    [Theory]
    [InlineData("action='prev' node='n'", "bad-action")]
    [InlineData("action='dance' node='n'", "malformed-action")]
    [InlineData("action='execute'", null)]
    public void What_cannot_be_executed_is_a_bad_request(string attributes, string? condition)
    {
        var error = Should.Throw<StanzaErrorException>(() => CommandRequest.Parse(XElement.Parse($"<command xmlns='{Commands}' {attributes}/>"))).Error;

        error.Condition.ShouldBe("bad-request");
        error.Application?.Name.LocalName.ShouldBe(condition);
    }

    [Fact]
    public void A_flood_of_fields_is_cut()
    {
        var form = new XElement(Ns.DataForms + "x", new XAttribute("type", "submit"),
            Enumerable.Range(0, 1000).Select(i => new XElement(Ns.DataForms + "field", new XAttribute("var", $"f{i}"), new XElement(Ns.DataForms + "value", new string('x', 20_000)))));

        var read = DataForm.ReadSubmitted(new XElement("parent", form))!;

        read.Count.ShouldBe(64);
        read["f0"].ShouldBeEmpty();
    }

    [Fact]
    public void A_reply_asks_shows_or_says()
    {
        var reply = new CommandReply("orchestrator#cancel", "s1");

        var asks = reply.Asks(new DataForm("Cancel") { Fields = [new FormField("id", "text-single", "Transfer") { IsRequired = true }] });
        ((string?)asks.Attribute("status")).ShouldBe("executing");
        ((string?)asks.Element(Ns.Commands + "actions")!.Attribute("execute")).ShouldBe("complete");
        asks.Descendants(Ns.DataForms + "required").Count().ShouldBe(1);

        var shows = reply.Shows(new DataForm("All") { Columns = [new FormField("id", "text-single", "Id"), new FormField("name", "text-single", "Name")], Rows = [["1", "a\u0001<img>"]] });
        ((string?)shows.Attribute("status")).ShouldBe("completed");
        shows.Descendants(Ns.DataForms + "item").Single().Elements().Select(f => f.Value).ShouldBe(["1", "a\uFFFD<img>"]);
        // What goes out can be read as XML again.
        XElement.Parse(shows.ToString()).Name.ShouldBe(CommandRequest.ElementName);

        ((string?)reply.Refuses("No.").Element(Ns.Commands + "note")!.Attribute("type")).ShouldBe("error");
        ((string?)reply.Cancelled().Attribute("status")).ShouldBe("canceled");
    }
}

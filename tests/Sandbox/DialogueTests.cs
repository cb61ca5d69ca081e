using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Tests.Sandbox;

/// <summary>What the server says on the wire, word by word.</summary>
public class DialogueTests : SandboxTest
{
    private const string ComponentHeader =
        "<stream:stream to='files.localhost' xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams'>";

    [Fact]
    public async Task A_new_stream_offers_starttls_and_scram()
    {
        await using var client = await RawClient.ConnectAsync(Server.C2sPort);
        await client.SendAsync(RawClient.Header);

        var answer = await client.ExpectAsync("</stream:features>");
        answer.ShouldContain("from=\"localhost\"");
        answer.ShouldContain("<starttls xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"/>");
        answer.ShouldContain("<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism>");
    }

    [Fact]
    public async Task A_login_binds_the_wanted_resource_and_ends_in_order()
    {
        await using var client = await RawClient.LoginAsync(Server.C2sPort, "a", "secret", "desk");

        await client.SendAsync("</stream:stream>");

        (await client.ExpectEndAsync()).ShouldBe("</stream:stream>");
        Server.Connected.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_s_name_with_comma_and_equals_sign_is_escaped_in_scram()
    {
        await using var client = await RawClient.LoginAsync(Server.C2sPort, "c,=d", "secret", "desk");
    }

    [Theory]
    [InlineData("<stream:stream to='other.example' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>", "host-unknown")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "not-well-formed")]
    [InlineData(RawClient.Header + "<message to='b@localhost'/>", "not-authorized")]
    [InlineData(RawClient.Header + "<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "not-authorized")]
    [InlineData(RawClient.Header + "<a></b>", "not-well-formed")]
    [InlineData(RawClient.Header + "<!DOCTYPE a [<!ENTITY b 'c'>]>", "restricted-xml")]
    public async Task A_broken_rule_ends_the_stream_with_its_name(string sent, string condition)
    {
        await using var client = await RawClient.ConnectAsync(Server.C2sPort);
        await client.SendAsync(sent);

        (await client.ExpectEndAsync()).ShouldEndWith(
            $"<stream:error><{condition} xmlns=\"urn:ietf:params:xml:ns:xmpp-streams\"/></stream:error></stream:stream>");
    }

    [Theory]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAc2VjcmV0</auth>", "invalid-mechanism")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>!!</auth>", "malformed-request")]
    [InlineData("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>bixhPWIs</auth>", "malformed-request")]
    public async Task A_login_that_cannot_be_read_is_refused_and_may_be_tried_again(string auth, string condition)
    {
        await using var client = await RawClient.ConnectAsync(Server.C2sPort);
        await client.SendAsync(RawClient.Header);
        await client.ExpectAsync("</stream:features>");

        await client.SendAsync(auth);
        await client.ExpectAsync($"<{condition}/></failure>");

        await client.AuthenticateAsync("a", "secret");
    }

    [Fact]
    public async Task The_third_failed_login_is_the_last()
    {
        await using var client = await RawClient.ConnectAsync(Server.C2sPort);
        await client.SendAsync(RawClient.Header);
        for (var i = 0; i < 3; i++)
            await client.SendAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>");

        (await client.ExpectEndAsync()).ShouldContain("<policy-violation");
    }

    [Fact]
    public async Task The_sender_is_stamped_whatever_the_client_claims()
    {
        await using var a = await RawClient.LoginAsync(Server.C2sPort, "a", "secret", "x");
        await using var b = await RawClient.LoginAsync(Server.C2sPort, "b", "secret", "y");

        await a.SendAsync("<message from='b@localhost/y' to='b@localhost/y'><body>hello</body></message>");

        (await b.ExpectAsync("</message>")).ShouldBe(
            "<message from=\"a@localhost/x\" to=\"b@localhost/y\"><body>hello</body></message>");
    }

    [Theory]
    [InlineData("<iq type='get' id='1' to='@'><q xmlns='u'/></iq>", "jid-malformed")]
    [InlineData("<iq type='get' id='1' to='x@elsewhere.example/r'><q xmlns='u'/></iq>", "remote-server-not-found")]
    [InlineData("<iq type='get' id='1' to='b@localhost/absent'><q xmlns='u'/></iq>", "service-unavailable")]
    [InlineData("<iq type='get' id='1' to='b@localhost'><q xmlns='u'/></iq>", "service-unavailable")]
    [InlineData("<iq type='get' id='1' to='absent.localhost'><q xmlns='u'/></iq>", "service-unavailable")]
    [InlineData("<iq type='get' id='1' to='localhost'><q xmlns='u'/></iq>", "service-unavailable")]
    [InlineData("<iq type='set' id='1'><q xmlns='u'/></iq>", "service-unavailable")]
    [InlineData("<iq type='get' to='b@localhost/absent'><q xmlns='u'/></iq>", "bad-request")]
    [InlineData("<message id='1' to='b@localhost'/>", "service-unavailable")]
    public async Task What_reaches_nobody_is_answered_with_an_error(string stanza, string condition)
    {
        await using var client = await RawClient.LoginAsync(Server.C2sPort, "a", "secret", "x");
        await client.SendAsync(stanza);

        (await client.ExpectAsync("</error>")).ShouldContain($"<{condition} xmlns=");
    }

    [Fact]
    public async Task A_stray_answer_is_dropped_and_an_unknown_stanza_ends_the_stream()
    {
        await using var client = await RawClient.LoginAsync(Server.C2sPort, "a", "secret", "x");
        await client.SendAsync("<iq type='result' id='1' to='b@localhost/absent'/><iq type='error' id='2' to='@'/><what/>");

        (await client.ExpectEndAsync()).ShouldStartWith("<stream:error><unsupported-stanza-type");
    }

    [Fact]
    public async Task A_component_shakes_hands_over_its_secret()
    {
        await using var component = await RawClient.ConnectAsync(Server.ComponentPort);
        await component.SendAsync(ComponentHeader);
        var id = (await component.ExpectAsync("\">")).Split("id=\"")[1].Split('"')[0];
        await component.SendAsync($"<handshake>{Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(id + "secret")))}</handshake>");
        await component.ExpectAsync("<handshake/>");

        await component.SendAsync("<message from='stranger@localhost' to='a@localhost'/>");

        (await component.ExpectEndAsync()).ShouldContain("<invalid-from");
    }

    [Fact]
    public async Task A_component_with_a_wrong_secret_is_refused()
    {
        await using var component = await RawClient.ConnectAsync(Server.ComponentPort);
        await component.SendAsync(ComponentHeader + "<handshake>0000</handshake>");

        (await component.ExpectEndAsync()).ShouldContain("<not-authorized");
    }
}

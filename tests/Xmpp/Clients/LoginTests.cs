using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class LoginTests : ClientTest
{
    [Fact]
    public async Task When_STARTTLS_is_stripped_nothing_is_sent_and_the_fault_is_final()
    {
        var error = await RefusedAsync(Options with { Tls = TlsMode.Required }, async stream =>
        {
            await stream.OpenAsync(ScriptedStream.Scram + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>");
            (await stream.ReadAsync()).ShouldBeNull();
        });
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.TlsNotOffered, true));
    }

    [Fact]
    public async Task A_server_that_signs_wrongly_gets_no_further_word()
    {
        var error = await RefusedAsync(Options, async stream =>
        {
            await stream.OpenAsync(ScriptedStream.Scram);
            await stream.ProveAsync();
            await stream.SucceedAsync("v=" + ScriptedStream.Base64("0123456789abcdef0123456789abcdef"));
            (await stream.ReadAsync()).ShouldBeNull();
        });
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.ServerSignatureInvalid, true));
    }

    [Fact]
    public async Task A_success_without_signature_is_no_success() =>
        (await RefusedAsync(Options, async stream =>
        {
            await stream.OpenAsync(ScriptedStream.Scram);
            await stream.ProveAsync();
            await stream.SucceedAsync("");
        })).Kind.ShouldBe(XmppErrorKind.ServerSignatureInvalid);

    [Fact]
    public async Task A_wrong_password_is_final_and_the_message_tells_the_mend_but_not_the_password()
    {
        var error = await RefusedAsync(Options with { Password = "hunter2" }, async stream =>
        {
            await stream.OpenAsync(ScriptedStream.Scram);
            (await stream.ProveAsync()).Final.ShouldBeNull();
            await stream.SendAsync("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>");
        });
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.AuthenticationFailed, true));
        error.Message.ShouldContain("password");
        error.ToString().ShouldNotContain("hunter2");
        (Options with { Password = "hunter2" }).ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_server_that_cannot_check_the_password_now_may_be_tried_again() =>
        (await RefusedAsync(Options, async stream =>
        {
            await stream.OpenAsync(ScriptedStream.Scram);
            await stream.NextAsync();
            await stream.SendAsync("<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><temporary-auth-failure/></failure>");
        })).IsFinal.ShouldBeFalse();

    [Fact]
    public async Task Without_TLS_the_password_is_never_shown()
    {
        var error = await RefusedAsync(Options, async stream =>
        {
            await stream.OpenAsync("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>");
            (await stream.ReadAsync()).ShouldBeNull();
        });
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.NoUsableMechanism, true));
    }

    [Fact]
    public async Task A_silent_server_ends_in_a_time_out_and_a_closed_port_in_unreachable()
    {
        var options = Options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) };
        (await RefusedAsync(options, _ => Task.CompletedTask)).Kind.ShouldBe(XmppErrorKind.Timeout);
        Server.Dispose();
        var client = Create(options with { ConnectTimeout = TimeSpan.FromSeconds(10) });
        (await Should.ThrowAsync<XmppException>(() => client.ConnectAsync())).Kind.ShouldBe(XmppErrorKind.Unreachable);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", XmppErrorKind.ProtocolViolation)]
    [InlineData("", XmppErrorKind.Disconnected)]
    public async Task What_is_no_XMPP_server_is_told_apart(string greeting, XmppErrorKind kind) =>
        (await RefusedAsync(Options, async stream =>
        {
            await stream.SendAsync(greeting);
            stream.Dispose();
        })).Kind.ShouldBe(kind);

    [Fact]
    public async Task A_component_proves_its_secret_and_stamps_its_name()
    {
        var options = Options with { Jid = Jid.Parse("ft.localhost") };
        var client = Create(options);
        var stream = await ConnectAsync(client, async s =>
        {
            await s.OpenAsync(null, "jabber:component:accept");
            (await s.NextAsync()).Value.ShouldBe("3d1121b21f6287dc58010ebe9a95fa84ee2483d4", "SHA-1 of s1secret");
            await s.SendAsync("<handshake/>");
        });
        var asking = client.RequestAsync(Peer, IqType.Get, new XElement("{urn:x}q"));
        var request = await stream.NextAsync();
        request.Attribute("from")!.Value.ShouldBe("ft.localhost");
        await stream.SendAsync($"<iq type='result' from='{Peer}' to='ft.localhost' id='{request.Attribute("id")!.Value}'/>");
        (await asking).ShouldBeNull();
        await client.SendAsync(new XElement(Client + "presence"));
        (await stream.NextAsync()).Attribute("from")!.Value.ShouldBe("ft.localhost");
        await stream.SendAsync($"<iq type='get' from='{Peer}' to='bot@ft.localhost' id='1'><q xmlns='urn:x'/></iq>");
        (await stream.NextAsync()).Attribute("from")!.Value.ShouldBe("bot@ft.localhost");

        var wrong = Create(options);
        var connecting = wrong.ConnectAsync();
        var second = await AcceptAsync();
        await second.OpenAsync(null, "jabber:component:accept");
        await second.NextAsync();
        await second.SendAsync("<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
        var error = await Should.ThrowAsync<XmppException>(connecting);
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.AuthenticationFailed, true));
    }
}

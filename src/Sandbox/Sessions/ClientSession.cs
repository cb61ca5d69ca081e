using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Authentication;
using Orchestrator.Sandbox.Routing;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Sessions;

/// <summary>A client: STARTTLS, SASL and resource binding (RFC 6120 §5-7), then stanzas.</summary>
internal sealed class ClientSession(
    Connection connection, Router router, SandboxOptions options, X509Certificate2 certificate, ILogger log)
    : Session(connection, router, options, log)
{
    private const int MaxLogins = 3;
    private static readonly XName _bind = Ns.Bind + "bind";
    private static readonly XName _startTls = Ns.Tls + "starttls";
    private string? _user;

    public override bool TryStamp(XElement stanza)
    {
        stanza.SetAttributeValue("from", Address);
        return true;
    }

    protected override async Task<bool> OpenAsync(CancellationToken stop)
    {
        if (!await RestartAsync(stop))
            return false;
        for (var logins = 0; logins < MaxLogins;)
        {
            switch (await Connection.ReadStanzaAsync(stop))
            {
                case null:
                    await Connection.WriteAsync(XmlStreamWriter.Close, stop);
                    return false;

                case { } request when request.Name == _startTls && Options.OfferTls && !Connection.IsTls && _user is null:
                    await Connection.WriteAsync(XmlStreamWriter.Write(new XElement(Ns.Tls + "proceed")), stop);
                    await Connection.StartTlsAsync(certificate, stop);
                    if (!await RestartAsync(stop))
                        return false;
                    break;

                case { } auth when auth.Name == SaslLogin.Auth && MayLogIn:
                    logins++;
                    _user = await new SaslLogin(Connection, Options.Users).RunAsync(auth, stop);
                    if (_user is null)
                    {
                        Log.LoginRefused(auth.Attribute("mechanism")?.Value);
                        break;
                    }

                    Connection.RestartStream();
                    if (!await RestartAsync(stop))
                        return false;
                    break;

                case { } iq when iq.Element(_bind) is { } bind && _user is not null:
                    if (Bind(iq, bind) is not { } refusal)
                        return true;
                    await Connection.WriteAsync(XmlStreamWriter.Write(refusal), stop);
                    break;

                default:
                    await Connection.WriteAsync(StreamXml.Error("not-authorized"), stop);
                    return false;
            }
        }

        await Connection.WriteAsync(StreamXml.Error("policy-violation"), stop);
        return false;
    }

    private bool MayLogIn => _user is null && (Connection.IsTls || !Options.RequireTls);

    private async Task<bool> RestartAsync(CancellationToken stop)
    {
        var header = await Connection.ReadHeaderAsync(stop);
        await Connection.WriteAsync(
            XmlStreamWriter.Header(
                Ns.Client, ("from", Options.Domain), ("id", Guid.NewGuid().ToString("N")), ("version", "1.0")),
            stop);
        if (!string.Equals(header.Attribute("to")?.Value, Options.Domain, StringComparison.OrdinalIgnoreCase))
        {
            await Connection.WriteAsync(StreamXml.Error("host-unknown"), stop);
            return false;
        }

        await Connection.WriteAsync(XmlStreamWriter.Write(Features()), stop);
        return true;
    }

    private XElement Features()
    {
        if (_user is not null)
            return new XElement(StreamXml.Features, new XElement(_bind));
        var startTls = Options.OfferTls && !Connection.IsTls
            ? new XElement(_startTls, Options.RequireTls ? new XElement(Ns.Tls + "required") : null)
            : null;
        return new XElement(StreamXml.Features, startTls, MayLogIn ? SaslLogin.Mechanisms() : null);
    }

    // Enters the router; returns the error that the client gets instead when it may not.
    private XElement? Bind(XElement iq, XElement bind)
    {
        var wanted = bind.Element(Ns.Bind + "resource")?.Value;
        var resource = string.IsNullOrWhiteSpace(wanted) ? Guid.NewGuid().ToString("N")[..8] : wanted;
        if (!Jid.TryParse($"{_user}@{Options.Domain}/{resource}", out var jid, out var fault))
            return Iq.Error(iq, StanzaError.BadRequest(fault));

        Address = jid;
        var bound = Iq.Result(iq, new XElement(_bind, new XElement(Ns.Bind + "jid", jid)));
        return Router.TryAdd(this, XmlStreamWriter.Write(bound), Options.ReplaceOnConflict)
            ? null
            : Iq.Error(iq, StanzaError.Conflict($"{jid} is connected already."));
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Routing;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Sessions;

/// <summary>An external component: a handshake over a shared secret (XEP-0114), then stanzas.</summary>
internal sealed class ComponentSession(Connection connection, Router router, SandboxOptions options, ILogger log)
    : Session(connection, router, options, log)
{
    private static readonly XName _handshake = Ns.Client + "handshake";

    public override bool TryStamp(XElement stanza)
    {
        var from = stanza.Attribute("from")?.Value;
        if (from is null)
            stanza.SetAttributeValue("from", Address);
        else if (!Jid.TryParse(from, out var jid, out _) || jid.Domain != Address.Domain)
            return false;
        return true;
    }

    protected override async Task<bool> OpenAsync(CancellationToken stop)
    {
        var header = await Connection.ReadHeaderAsync(stop);
        var id = Guid.NewGuid().ToString("N");
        var domain = header.Attribute("to")?.Value ?? "";
        await Connection.WriteAsync(XmlStreamWriter.Header(Ns.Component, ("from", domain), ("id", id)), stop);

        // In a component's stream the default namespace is read as jabber:client.
        if (!Options.Components.TryGetValue(domain, out var secret) || !Jid.TryParse(domain, out var address, out _))
            return await RefuseAsync("host-unknown", stop);
        var expected = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(id + secret)));
        if (await Connection.ReadStanzaAsync(stop) is not { } handshake
            || handshake.Name != _handshake
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(handshake.Value), Encoding.UTF8.GetBytes(expected)))
        {
            Log.LoginRefused(domain);
            return await RefuseAsync("not-authorized", stop);
        }

        Address = address;
        return Router.TryAdd(this, XmlStreamWriter.Write(new XElement(_handshake)), replace: false)
            || await RefuseAsync("conflict", stop);
    }

    private async Task<bool> RefuseAsync(string condition, CancellationToken stop)
    {
        await Connection.WriteAsync(StreamXml.Error(condition), stop);
        return false;
    }
}

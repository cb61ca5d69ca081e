using System.Xml.Linq;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Disco;

namespace Orchestrator.Sandbox.Routing;

/// <summary>What the server answers itself: for its own address, and on behalf of its accounts.</summary>
internal sealed class ServerEntity(SandboxOptions options)
{
    /// <summary>Answers a request to the server's domain.</summary>
    public XElement AnswerAsServer(XElement iq)
    {
        if (iq.Attribute("type")?.Value != "get")
            return Iq.Error(iq, StanzaError.ServiceUnavailable());
        if (iq.Element(Ns.Ping + "ping") is not null)
            return Iq.Result(iq);
        if (iq.Element(Ns.DiscoInfo + "query") is not null)
        {
            var features = new[] { Ns.DiscoInfo, Ns.DiscoItems, Ns.Ping }.Select(ns => ns.NamespaceName);
            return Iq.Result(iq, new DiscoInfo([new("server", "im", "Sandbox")], [.. features]).ToXml());
        }

        if (iq.Element(Ns.DiscoItems + "query") is not null)
        {
            var components = options.Components.Keys.Select(domain => new DiscoItem(Jid.Parse(domain)));
            return Iq.Result(iq, new DiscoItems([.. components]).ToXml());
        }

        return Iq.Error(iq, StanzaError.ServiceUnavailable());
    }

    /// <summary>Answers a request to an account's bare address; nobody connected is asked (RFC 6121 §8.5.2.1.3).</summary>
    public XElement AnswerAsAccount(XElement iq, Jid account)
    {
        if (iq.Attribute("type")?.Value == "get" && HasUser(account))
        {
            if (iq.Element(Ns.Ping + "ping") is not null)
                return Iq.Result(iq);
            if (iq.Element(Ns.DiscoInfo + "query") is not null)
                return Iq.Result(iq, new DiscoInfo([new("account", "registered")], [Ns.DiscoInfo.NamespaceName, Ns.Ping.NamespaceName]).ToXml());
        }

        return Iq.Error(iq, StanzaError.ServiceUnavailable());
    }

    public bool HasUser(Jid address) =>
        address.Local is not null && address.Domain == options.Domain && options.Users.ContainsKey(address.Local);
}

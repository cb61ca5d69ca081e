using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Sandbox.Sessions;
using Orchestrator.Xmpp;

namespace Orchestrator.Sandbox.Routing;

/// <summary>Who is connected, and which of them a stanza goes to (RFC 6121 §8). Stanzas of one sender keep their order.</summary>
internal sealed class Router(SandboxOptions options, Postman postman)
{
    private readonly ConcurrentDictionary<Jid, Session> _sessions = new();
    private readonly Lock _entry = new();
    private readonly Lock _presence = new();
    private readonly Jid _domain = Jid.Parse(options.Domain);
    private readonly ServerEntity _server = new(options);

    public IEnumerable<Session> Sessions => _sessions.Values;

    /// <summary>Lets a session in and greets it before anybody else can write to it; false on a conflict that stands.</summary>
    public bool TryAdd(Session session, string greeting, bool replace)
    {
        lock (_entry)
        {
            if (_sessions.TryGetValue(session.Address, out var other))
            {
                if (!replace)
                    return false;
                other.Close("conflict");
                Remove(other);
            }

            session.TrySend(greeting);
            _sessions[session.Address] = session;
            return true;
        }
    }

    /// <summary>Lets a session out; those who saw it learn that it is unavailable.</summary>
    public void Remove(Session session)
    {
        if (session.Address is null || !_sessions.TryRemove(new(session.Address, session)))
            return;
        lock (_presence)
            Withdraw(session);
    }

    /// <summary>Delivers a stanza whose <c>from</c> is stamped, or answers it.</summary>
    public void Route(Session sender, XElement stanza)
    {
        var text = stanza.Attribute("to")?.Value;
        Jid? to = null;
        if (text is not null && !Jid.TryParse(text, out to, out var fault))
        {
            Refuse(sender, stanza, StanzaError.JidMalformed(fault));
            return;
        }

        switch (stanza.Name.LocalName)
        {
            case "iq" when stanza.Name.Namespace == Ns.Client:
                RouteIq(sender, stanza, to ?? sender.Address.Bare);
                break;
            case "message" when stanza.Name.Namespace == Ns.Client:
                RouteMessage(sender, stanza, to ?? sender.Address.Bare);
                break;
            case "presence" when stanza.Name.Namespace == Ns.Client && to is null:
                lock (_presence)
                    Broadcast(sender, stanza);
                break;
            case "presence" when stanza.Name.Namespace == Ns.Client:
                lock (_presence)
                    RoutePresence(sender, stanza, to!);
                break;
            default:
                sender.Close("unsupported-stanza-type");
                break;
        }
    }

    private void RouteIq(Session sender, XElement iq, Jid to)
    {
        var isRequest = iq.Attribute("type")?.Value is "get" or "set";
        if (isRequest && string.IsNullOrEmpty(iq.Attribute("id")?.Value))
            Refuse(sender, iq, StanzaError.BadRequest("An iq needs an id."));
        else if (Find(to) is { } receiver)
            postman.Deliver(sender, receiver, iq);
        else if (!isRequest)
            return;
        else if (to == _domain)
            postman.Deliver(_domain, sender, _server.AnswerAsServer(iq));
        else if (to.IsBare && to.Domain == _domain.Domain)
            postman.Deliver(_domain, sender, _server.AnswerAsAccount(iq, to));
        else
            Refuse(sender, iq, Unreachable(to));
    }

    private void RouteMessage(Session sender, XElement message, Jid to)
    {
        var receivers = Find(to) is { } session ? [session] : Available(to.Bare).ToList();
        foreach (var receiver in receivers)
            postman.Deliver(sender, receiver, message);
        if (receivers.Count == 0)
            Refuse(sender, message, Unreachable(to));
    }

    // To somebody: subscriptions are granted by the server, since everybody is subscribed to everybody.
    private void RoutePresence(Session sender, XElement presence, Jid to)
    {
        if (Find(to) is { } receiver)
        {
            postman.Deliver(sender, receiver, presence);
            return;
        }

        var type = presence.Attribute("type")?.Value;
        if (type is "subscribe" && _server.HasUser(to))
            postman.Deliver(to.Bare, sender, new XElement(presence.Name, new XAttribute("type", "subscribed"), Addresses(to.Bare, sender.Address.Bare)));
        if (type is "subscribe" or "probe")
        {
            foreach (var known in Available(to.Bare))
                postman.Deliver(known, sender, known.Presence!);
        }
        else if (type is null or "unavailable")
        {
            foreach (var known in Available(to.Bare))
                postman.Deliver(sender, known, presence);
        }
    }

    private void Broadcast(Session sender, XElement presence)
    {
        switch (presence.Attribute("type")?.Value)
        {
            case null:
                var isInitial = sender.Presence is null;
                sender.Presence = presence;
                foreach (var other in Clients().Where(other => other.Presence is not null))
                {
                    postman.Deliver(sender, other, presence);
                    if (isInitial && other != sender)
                        postman.Deliver(other, sender, other.Presence!);
                }

                break;
            case "unavailable":
                Withdraw(sender);
                break;
        }
    }

    private void Withdraw(Session session)
    {
        if (session.Presence is null)
            return;
        session.Presence = null;
        var gone = new XElement(Ns.Client + "presence", new XAttribute("type", "unavailable"), new XAttribute("from", session.Address));
        foreach (var other in Clients().Where(other => other.Presence is not null))
            postman.Deliver(session, other, gone);
    }

    private void Refuse(Session sender, XElement stanza, StanzaError error)
    {
        if (stanza.Attribute("type")?.Value is not ("error" or "result"))
            postman.Deliver(_domain, sender, Iq.Error(stanza, error));
    }

    private StanzaError Unreachable(Jid to) =>
        to.Domain == _domain.Domain || options.Components.ContainsKey(to.Domain)
            ? StanzaError.ServiceUnavailable()
            : StanzaError.RemoteServerNotFound();

    // A full address names its session; whatever is at a component's domain is the component's.
    private Session? Find(Jid to) =>
        _sessions.GetValueOrDefault(to) ?? (to.Domain == _domain.Domain ? null : _sessions.Values.FirstOrDefault(session => session.Address.IsDomain && session.Address.Domain == to.Domain));

    private IEnumerable<Session> Clients() => _sessions.Values.Where(session => !session.Address.IsDomain);

    private IEnumerable<Session> Available(Jid bare) =>
        Clients().Where(session => session.Presence is not null && session.Address.Bare == bare);

    private static XAttribute[] Addresses(Jid from, Jid to) => [new("from", from), new("to", to)];
}

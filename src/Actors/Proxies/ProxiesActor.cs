using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Proxies;

/// <summary>Keeps the SOCKS5 proxies: those of the configuration and those of each account's server, with their health.</summary>
public sealed class ProxiesActor : ReceiveActor
{
    private readonly ProxySettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, Known> _known = [];
    private readonly Dictionary<string, List<IActorRef>> _asking = [];
    private readonly Dictionary<IActorRef, Jid> _users = [];
    private ProxyBook _book = ProxyBook.Empty;

    /// <summary>Discovers when first asked, and again when what it knows is older than the settings allow.</summary>
    public ProxiesActor(ProxySettings settings, TimeSpan timeout, TimeProvider time, ILogger<ProxiesActor> log)
    {
        (_settings, _time, _log) = (settings, time, log);
        Receive<ProxyProtocol.Find>(find =>
        {
            var name = find.Account.Name;
            if (_known.TryGetValue(name, out var known) && known.Until > time.GetUtcNow())
            {
                Answer(Sender, known);
                return;
            }

            if (_asking.TryGetValue(name, out var waiting))
            {
                waiting.Add(Sender);
                return;
            }

            _asking[name] = [Sender];
            new ProxyDiscovery(find.Account, timeout).RunAsync(settings.Configured, settings.Discover)
                .PipeTo(Self, Self, result => new Discovered(name, result), error => new Discovered(name, new ProxyDiscovery.Result([], [error.Message])));
        });
        Receive<Discovered>(OnDiscovered);
        Receive<ProxyProtocol.Activated>(used =>
        {
            _book = _book.Activated(used.Proxy, used.Latency);
            _users[Sender] = used.Proxy;
            Context.Watch(Sender);
        });
        Receive<ProxyProtocol.Failed>(failed =>
        {
            ProxyLog.Failed(_log, failed.Proxy.ToString(), failed.Detail);
            _book = _book.Failed(failed.Proxy, failed.Detail, _time.GetUtcNow());
        });
        Receive<ProxyProtocol.Released>(released => Release(Sender, released.BytesPerSecond));
        Receive<Terminated>(gone => Release(gone.ActorRef, 0));
    }

    private void OnDiscovered(Discovered discovered)
    {
        var (name, result) = discovered;
        foreach (var fault in result.Faults)
            ProxyLog.NotUsable(_log, name, fault);
        // A server that answers badly once does not take from us what it told before.
        var jids = result.Hosts.Length == 0 && _known.TryGetValue(name, out var before) ? before.Jids : [.. result.Hosts.Select(h => h.Jid)];
        var age = result.Hosts.Length == 0 ? _settings.RetryAfter : _settings.CacheFor;
        _book = _book.Found(result.Hosts);
        _known[name] = new Known(jids, _time.GetUtcNow() + age);
        ProxyLog.Found(_log, name, jids.Count);
        _asking.Remove(name, out var waiting);
        foreach (var asker in waiting ?? [])
            Answer(asker, _known[name]);
    }

    private void Answer(IActorRef asker, Known known) =>
        asker.Tell(new ProxyProtocol.Found(_book.Choose(known.Jids, _settings.MaxStreams, _time.GetUtcNow())));

    private void Release(IActorRef user, double bytesPerSecond)
    {
        if (!_users.Remove(user, out var proxy))
            return;
        _book = _book.Released(proxy, bytesPerSecond);
        Context.Unwatch(user);
    }

    private sealed record Known(ImmutableHashSet<Jid> Jids, DateTimeOffset Until);

    private sealed record Discovered(string Account, ProxyDiscovery.Result Result);
}

using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Proxies;

/// <summary>Keeps the SOCKS5 proxies: those of the configuration and those of each account's server, with their health.</summary>
public sealed class ProxiesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan _saveAfter = TimeSpan.FromSeconds(5);
    private readonly ProxySettings _settings;
    private readonly ProxyFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, List<IActorRef>> _asking = [];
    private readonly Dictionary<IActorRef, Jid> _users = [];
    private ProxyBook _book;
    private ProxyBook _saved;

    /// <summary>Discovers when first asked, and again when what it knows is older than the settings allow.</summary>
    public ProxiesActor(ProxySettings settings, string dataDir, TimeSpan timeout, TimeProvider time, ILogger<ProxiesActor> log)
    {
        (_settings, _time, _log) = (settings, time, log);
        _file = new ProxyFile(Path.Combine(dataDir, "proxies.json"), $"{string.Join(' ', settings.Configured)} {settings.Discover}");
        _book = _saved = _file.Load();
        Receive<ProxyProtocol.Find>(find =>
        {
            var name = find.Account.Name;
            if (_book.IsFresh(name, Now))
            {
                Answer(Sender, name);
                return;
            }

            if (_asking.TryGetValue(name, out var waiting))
            {
                waiting.Add(Sender);
                return;
            }

            _asking[name] = [Sender];
            new ProxyDiscovery(find.Account, timeout).RunAsync(settings.Configured, settings.Discover)
                .PipeTo(Self, Self, result => new Discovered(find.Account, result), error => new Discovered(find.Account, new ProxyDiscovery.Result([], error.Message)));
        });
        Receive<Discovered>(OnDiscovered);
        Receive<ProxyProtocol.Activated>(used =>
        {
            Change(_book.Activated(used.Proxy, used.Latency));
            _users[Sender] = used.Proxy;
            Context.Watch(Sender);
        });
        Receive<ProxyProtocol.Failed>(failed =>
        {
            ProxyLog.Failed(_log, failed.Proxy.ToString(), failed.Detail);
            Change(_book.Failed(failed.Proxy, failed.Detail, Now));
        });
        Receive<ProxyProtocol.Released>(released => Release(Sender, released.BytesPerSecond));
        Receive<Terminated>(gone => Release(gone.ActorRef, 0));
        Receive<AdminProtocol.GetProxies>(_ => Sender.Tell(new AdminProtocol.Proxies(_book.Views(settings.Configured, Now))));
        Receive<AdminProtocol.SetProxyEnabled>(set =>
        {
            if (_book.Switched(set.Jid, set.Enabled) is not { } switched)
            {
                Sender.Tell(new AdminProtocol.Refused("proxy-unknown", $"no proxy {set.Jid} is known; see the list of proxies"));
                return;
            }

            // Durable first, then told.
            var before = _book;
            Change(switched);
            if (SaveNow() is { } fault)
            {
                Change(before);
                Sender.Tell(new Status.Failure(fault));
                return;
            }

            Sender.Tell(_book.Views(settings.Configured, Now).Single(p => p.Jid == set.Jid.ToString()));
        });
        Receive<Save>(_ => SaveNow());
    }

    private sealed record Discovered(AccountProtocol.AccountRef Account, ProxyDiscovery.Result Result);

    private sealed record Save;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PostStop() => SaveNow();

    private void OnDiscovered(Discovered discovered)
    {
        var (account, result) = discovered;
        foreach (var fault in result.Answers.Select(a => a.Fault).Append(result.Fault).OfType<string>())
            ProxyLog.NotUsable(_log, account.Name, fault);
        var mend = account.Settings.Xmpp.IsComponent
            ? "let it serve components (Prosody: proxy65_open_access = true in the proxy's section)"
            : "let it serve this account, by the server's rules for its proxy";
        var noted = _book.Note(account.Name);
        Change(_book.Found(account.Name, result.Answers, result.Fault is null, mend, Now + _settings.CacheFor, Now + _settings.RetryAfter));
        ProxyLog.Found(_log, account.Name, _book.Choose(account.Name, int.MaxValue, Now).Select(h => h.Jid).Distinct().Count());
        if (_book.Note(account.Name) is { } note && note != noted)
            ProxyLog.Refused(_log, account.Name, note);
        _asking.Remove(account.Name, out var waiting);
        foreach (var asker in waiting ?? [])
            Answer(asker, account.Name);
    }

    private void Answer(IActorRef asker, string account)
    {
        var hosts = _book.Choose(account, _settings.MaxStreams, Now);
        asker.Tell(new ProxyProtocol.Found(hosts, [.. hosts.Select(h => h.Jid).Where(_book.IsUntroubled)], _book.Note(account)));
    }

    private void Release(IActorRef user, double bytesPerSecond)
    {
        if (!_users.Remove(user, out var proxy))
            return;
        Change(_book.Released(proxy, bytesPerSecond));
        Context.Unwatch(user);
    }

    private void Change(ProxyBook book)
    {
        _book = book;
        if (!Timers.IsTimerActive("save"))
            Timers.StartSingleTimer("save", new Save(), _saveAfter);
    }

    private Exception? SaveNow()
    {
        if (_book == _saved)
            return null;
        try
        {
            _file.Save(_book);
            _saved = _book;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ProxyLog.NotSaved(_log, e.Message);
            return e;
        }
    }
}

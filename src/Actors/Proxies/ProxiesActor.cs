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
    private static readonly TimeSpan _longestQuestion = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);
    private readonly ProxySettings _settings;
    private readonly ProxyFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, List<IActorRef>> _asking = [];
    private readonly Dictionary<IActorRef, Jid> _users = [];
    private ProxyBook _book;
    private ProxyBook _saved;

    /// <summary>Discovers when first asked, and again when what it knows is older than the settings allow.</summary>
    /// <param name="settings">What the configuration says of proxies.</param>
    /// <param name="dataDir">Where what is known is kept.</param>
    /// <param name="timeout">How long a step of a negotiation may take: no answer comes later than a third of that.</param>
    /// <param name="time">The time.</param>
    /// <param name="log">The log.</param>
    public ProxiesActor(ProxySettings settings, string dataDir, TimeSpan timeout, TimeProvider time, ILogger<ProxiesActor> log)
    {
        (_settings, _time, _log) = (settings, time, log);
        _file = new ProxyFile(Path.Combine(dataDir, "proxies.json"), $"{string.Join(' ', settings.Configured)} {settings.Discover}");
        _book = _saved = _file.Load();
        Receive<ProxyProtocol.Find>(find =>
        {
            var name = find.Account.Name;
            var isFresh = _book.IsFresh(name, Now);
            if (!isFresh && !_asking.ContainsKey(name))
                Discover(find.Account, Shorter(timeout, _longestQuestion));
            // What is stale but known will do: a stream does not wait for better.
            if (isFresh || !_book.Choose(name, _settings.MaxStreams, Now).IsEmpty)
            {
                Answer(Sender, name);
                return;
            }

            _asking[name].Add(Sender);
            if (!Timers.IsTimerActive(name))
                Timers.StartSingleTimer(name, new WaitedEnough(name), Shorter(timeout / 3, _longestWait));
        });
        Receive<Heard>(heard => Learn(heard.Account.Name, _book.Heard(heard.Account.Name, heard.Answer, Mend(heard.Account))));
        Receive<WaitedEnough>(waited => AnswerWaiting(waited.Account));
        Receive<Discovered>(OnDiscovered);
        Receive<ProxyProtocol.Activated>(used =>
        {
            Change(_book.Activated(used.Proxy, used.Latency));
            _users[Sender] = used.Proxy;
            Context.Watch(Sender);
        });
        Receive<ProxyProtocol.Worked>(worked => Change(_book.Worked(worked.Proxy)));
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

    private sealed record Heard(AccountProtocol.AccountRef Account, ProxyAnswer Answer);

    private sealed record WaitedEnough(string Account);

    private sealed record Discovered(AccountProtocol.AccountRef Account, ProxyDiscovery.Result Result);

    private sealed record Save;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PostStop() => SaveNow();

    private void Discover(AccountProtocol.AccountRef account, TimeSpan patience)
    {
        var self = Self;
        _asking[account.Name] = [];
        new ProxyDiscovery(account, patience, answer => self.Tell(new Heard(account, answer), ActorRefs.NoSender)).RunAsync(_settings.Configured, _settings.Discover)
            .PipeTo(self, self, result => new Discovered(account, result), error => new Discovered(account, new ProxyDiscovery.Result([], error.Message)));
    }

    private void OnDiscovered(Discovered discovered)
    {
        var (account, result) = discovered;
        foreach (var fault in result.Answers.Select(a => a.Fault).Append(result.Fault).OfType<string>())
            ProxyLog.NotUsable(_log, account.Name, fault);
        Learn(account.Name, _book.Found(account.Name, result.Answers, result.Fault is null, Mend(account), Now + _settings.CacheFor, Now + _settings.RetryAfter));
        ProxyLog.Found(_log, account.Name, _book.Choose(account.Name, int.MaxValue, Now).Select(h => h.Jid).Distinct().Count());
        AnswerWaiting(account.Name);
        _asking.Remove(account.Name);
    }

    private void Learn(string account, ProxyBook book)
    {
        var noted = _book.Note(account);
        Change(book);
        if (_book.Note(account) is { } note && note != noted)
            ProxyLog.Refused(_log, account, note);
    }

    private void AnswerWaiting(string account)
    {
        Timers.Cancel(account);
        if (!_asking.TryGetValue(account, out var waiting))
            return;
        foreach (var asker in waiting)
            Answer(asker, account);
        waiting.Clear();
    }

    private void Answer(IActorRef asker, string account)
    {
        var hosts = _book.Choose(account, _settings.MaxStreams, Now);
        asker.Tell(new ProxyProtocol.Found(hosts, [.. hosts.Select(h => h.Jid).Where(_book.IsUntroubled)], _book.Note(account)));
    }

    private static string Mend(AccountProtocol.AccountRef account) => account.Settings.Xmpp.IsComponent
        ? "let it serve components (Prosody: proxy65_open_access = true in the proxy's section)"
        : "let it serve this account, by the server's rules for its proxy";

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

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

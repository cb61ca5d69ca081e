using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Accounts;

/// <summary>Parent of the accounts: one child each, named by its bare JID. Knows how each is connected, and switches them.</summary>
public sealed class AccountsActor : ReceiveActor
{
    private readonly IActorRef _catalogue;
    private readonly TimeProvider _time;
    private readonly ImmutableDictionary<string, AccountProtocol.AccountRef> _accounts;
    private readonly Dictionary<string, AccountView> _views;

    /// <summary>
    /// Begins to connect all but the <paramref name="disabled"/> (bare JIDs), and tells the parent, once, the accounts by name.
    /// </summary>
    public AccountsActor(ImmutableArray<AccountSettings> accounts, ImmutableHashSet<string> disabled, IActorRef catalogue, TimeProvider time, ILoggerFactory loggers)
    {
        (_catalogue, _time) = (catalogue, time);
        var router = Context.Parent;
        _views = accounts.ToDictionary(a => a.Xmpp.Jid.Bare.ToString(), a => new AccountView(
            a.Xmpp.Jid.Bare.ToString(), a.Xmpp.IsComponent, AccountState.Connecting, null, time.GetUtcNow(), null, a.Inbox, a.Roads));
        _accounts = accounts.Select(account =>
        {
            var enabled = !disabled.Contains(account.Xmpp.Jid.Bare.ToString());
            var props = Props.Create(() => new AccountActor(account, enabled, router, time, loggers));
            return new AccountProtocol.AccountRef(account, Context.ActorOf(props, Uri.EscapeDataString(account.Xmpp.Jid.Bare.ToString())));
        }).ToImmutableDictionary(a => a.Name);
        router.Tell(new Accounts(_accounts));

        Receive<AccountProtocol.StateChanged>(changed =>
        {
            Change(changed);
            router.Tell(changed);
        });
        Receive<AdminProtocol.GetAccounts>(_ => Sender.Tell(new AdminProtocol.Accounts([.. _views.Values.OrderBy(v => v.Jid, StringComparer.Ordinal)])));
        Receive<AdminProtocol.SetAccountEnabled>(Switch);
        Receive<Switched>(switched =>
        {
            if (switched.Fault is { } fault)
            {
                switched.Asker.Tell(new Status.Failure(fault));
                return;
            }

            _accounts[switched.Account].Actor.Tell(new AccountProtocol.SetEnabled(switched.Enabled));
            // The account itself tells the rest.
            if (switched.Enabled == (_views[switched.Account].State == AccountState.Disabled))
                Change(new AccountProtocol.StateChanged(switched.Account, switched.Enabled ? AccountState.Connecting : AccountState.Disabled, null));
            switched.Asker.Tell(_views[switched.Account]);
        });
        Receive<AccountActor.Shutdown>(shutdown =>
        {
            foreach (var account in Context.GetChildren())
                Context.Watch(account).Tell(shutdown);
        });
        Receive<Terminated>(_ =>
        {
            if (!Context.GetChildren().Any())
                Context.Stop(Self);
        });
    }

    /// <summary>The accounts by bare JID.</summary>
    public sealed record Accounts(ImmutableDictionary<string, AccountProtocol.AccountRef> ByName);

    private sealed record Switched(IActorRef Asker, string Account, bool Enabled, Exception? Fault);

    private void Change(AccountProtocol.StateChanged changed)
    {
        var view = _views[changed.Account];
        _views[changed.Account] = view with
        {
            State = changed.State,
            Detail = changed.Detail,
            BoundJid = changed.Bound?.ToString(),
            Since = changed.State == view.State ? view.Since : _time.GetUtcNow(),
        };
    }

    // Durable first, then done, then told.
    private void Switch(AdminProtocol.SetAccountEnabled set)
    {
        var (asker, name, enabled) = (Sender, set.Jid.Bare.ToString(), set.Enabled);
        if (!_accounts.ContainsKey(name))
        {
            asker.Tell(new AdminProtocol.Refused("account-unknown", $"Account {name} is not configured; the accounts are {string.Join(", ", _accounts.Keys.Order(StringComparer.Ordinal))}."));
            return;
        }

        SwitchedOff.RememberAsync(_catalogue, name, enabled)
            .PipeTo(Self, Self, _ => new Switched(asker, name, enabled, null), error => new Switched(asker, name, enabled, error));
    }
}

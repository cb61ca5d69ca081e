using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Accounts;

/// <summary>Parent of the accounts: one child each, named by its bare JID.</summary>
public sealed class AccountsActor : ReceiveActor
{
    /// <summary>Begins to connect all of them, and tells the parent, once, the accounts by name.</summary>
    public AccountsActor(ImmutableArray<AccountSettings> accounts, TimeProvider time, ILoggerFactory loggers)
    {
        var router = Context.Parent;
        var refs = accounts.Select(account => new AccountProtocol.AccountRef(
            account,
            Context.ActorOf(Props.Create(() => new AccountActor(account, router, time, loggers)), Uri.EscapeDataString(account.Xmpp.Jid.Bare.ToString()))));
        router.Tell(new Accounts(refs.ToImmutableDictionary(a => a.Name)));

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
}

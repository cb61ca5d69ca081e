using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Files;

namespace Orchestrator.Actors.Admin;

/// <summary>The one door for queries and commands: checks what can be checked at once, and hands on.</summary>
public sealed class AdminActor : ReceiveActor
{
    private IActorRef? _bulk;

    /// <summary>Opens the door to that house.</summary>
    public AdminActor(AdminServices house)
    {
        var (accounts, transfers, catalogue, time) = (house.ByName, house.Transfers, house.Catalogue, house.Time);
        Receive<AdminProtocol.Submit>(submit =>
        {
            // 0: as configured.
            var wished = submit.MaxRate is 0 ? submit with { MaxRate = null } : submit;
            var fault = Wishes.Fault(wished.Priority, wished.Deadline, wished.MaxRate, time.GetUtcNow());
            if (Account(accounts, submit) is not { } account)
                Sender.Tell(NoAccount(accounts, submit));
            // A key that was used before is answered with its transfer, also when its deadline is over by now.
            else if (fault is not null)
                transfers.Forward(new TransferProtocol.Submit(wished, account, null, fault, "bad-adjustment"));
            else
                Task.Run(() => Look(wished, account)).PipeTo(transfers, Sender);
        });
        Receive<AdminProtocol.GetTransfer>(transfers.Forward);
        Receive<AdminProtocol.Act>(transfers.Forward);
        Receive<AdminProtocol.Explain>(transfers.Forward);
        Receive<AdminProtocol.Drain>(transfers.Forward);
        Receive<AdminProtocol.Undrain>(transfers.Forward);
        Receive<AdminProtocol.Adjust>(adjust =>
        {
            if (Fault(adjust, time) is { } fault)
                Sender.Tell(new AdminProtocol.Refused("bad-adjustment", fault));
            else
                transfers.Forward(adjust);
        });
        Receive<AdminProtocol.ListTransfers>(catalogue.Forward);
        Receive<AdminProtocol.GetHistory>(catalogue.Forward);
        Receive<AdminProtocol.GetCounts>(catalogue.Forward);
        Receive<AdminProtocol.GetEvents>(catalogue.Forward);
        Receive<AdminProtocol.SubscribeEvents>(catalogue.Forward);
        Receive<CatalogueProtocol.Remember>(catalogue.Forward);
        Receive<CatalogueProtocol.Recall>(catalogue.Forward);
        Receive<AdminProtocol.GetAccounts>(house.Accounts.Forward);
        Receive<AdminProtocol.SetAccountEnabled>(house.Accounts.Forward);
        Receive<AdminProtocol.GetProxies>(house.Proxies.Forward);
        Receive<AdminProtocol.SetProxyEnabled>(house.Proxies.Forward);
        Receive<AdminProtocol.GetNode>(_ => Task.Run(() => NodeReport.MakeAsync(house)).PipeTo(Sender));
        Receive<AdminProtocol.ActOnAll>(command => OnBulk(command, house));
        Receive<BulkActor.Ended>(ended =>
        {
            // The next one may come before this one's actor is gone.
            _bulk = null;
            ended.Asker.Tell(ended.Answer);
        });
        Receive<Terminated>(gone => _bulk = gone.ActorRef.Equals(_bulk) ? null : _bulk);
    }

    private void OnBulk(AdminProtocol.ActOnAll command, AdminServices house)
    {
        if ((command.Action is null) == (command.Adjust is null))
        {
            Sender.Tell(new AdminProtocol.Refused("bad-action", "Name either an action or an adjustment."));
        }
        else if (command.Adjust is { } adjust && Fault(adjust, house.Time) is { } fault)
        {
            Sender.Tell(new AdminProtocol.Refused("bad-adjustment", fault));
        }
        else if (command.Filter.IsEmpty && !command.DryRun && !command.Confirm)
        {
            Sender.Tell(new AdminProtocol.Refused("confirm-required", "The filter restricts nothing, so this is for every transfer that has not ended; confirm it, or name a filter."));
        }
        else if (_bulk is not null)
        {
            Sender.Tell(new AdminProtocol.Refused("bulk-running", "A command for many transfers is running; wait until it has ended."));
        }
        else
        {
            var asker = Sender;
            _bulk = Context.Watch(Context.ActorOf(Props.Create(() => new BulkActor(command, asker, house))));
        }
    }

    private static string? Fault(AdminProtocol.Adjust adjust, TimeProvider time) =>
        Wishes.Fault(adjust.Priority, adjust.Deadline, adjust.MaxRate is 0 ? null : adjust.MaxRate, time.GetUtcNow());

    private static string? Account(ImmutableDictionary<string, AccountProtocol.AccountRef> accounts, AdminProtocol.Submit submit) =>
        submit.Account is { } named ? (accounts.ContainsKey(named.Bare.ToString()) ? named.Bare.ToString() : null)
        : accounts.Count == 1 ? accounts.Keys.Single()
        : null;

    private static AdminProtocol.Refused NoAccount(ImmutableDictionary<string, AccountProtocol.AccountRef> accounts, AdminProtocol.Submit submit)
    {
        var configured = string.Join(", ", accounts.Keys.Order(StringComparer.Ordinal));
        return submit.Account is null
            ? new AdminProtocol.Refused("account-required", $"Several accounts are configured; name one of {configured}.")
            : new AdminProtocol.Refused("account-unknown", $"Account {submit.Account} is not configured; use one of {configured}.");
    }

    private static TransferProtocol.Submit Look(AdminProtocol.Submit submit, string account)
    {
        if (!Path.IsPathFullyQualified(submit.Path))
            return new TransferProtocol.Submit(submit, account, null, $"'{submit.Path}' is not an absolute path; name the file by its absolute path on the daemon's machine.", "path-not-absolute");
        try
        {
            return new TransferProtocol.Submit(submit, account, SourceFile.Inspect(submit.Path), null, null);
        }
        catch (SourceFileException e)
        {
            var code = e.Kind switch
            {
                SourceFileError.Missing => "source-missing",
                SourceFileError.Directory => "source-is-directory",
                SourceFileError.Special => "source-is-special",
                _ => "source-unreadable",
            };
            return new TransferProtocol.Submit(submit, account, null, e.Message, code);
        }
    }
}

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
    /// <summary>Hands on to <paramref name="transfers"/>, <paramref name="catalogue"/> and <paramref name="proxies"/>.</summary>
    public AdminActor(ImmutableDictionary<string, AccountProtocol.AccountRef> accounts, IActorRef transfers, IActorRef catalogue, IActorRef proxies, TimeProvider time)
    {
        Receive<AdminProtocol.Submit>(submit =>
        {
            if (Wishes.Fault(submit.Priority, submit.Deadline, submit.MaxRate, time.GetUtcNow()) is { } fault)
                Sender.Tell(new AdminProtocol.Refused("bad-adjustment", fault));
            else if (Account(accounts, submit) is { } account)
                Task.Run(() => Look(submit, account)).PipeTo(transfers, Sender);
            else
                Sender.Tell(NoAccount(accounts, submit));
        });
        Receive<AdminProtocol.GetTransfer>(transfers.Forward);
        Receive<AdminProtocol.Act>(transfers.Forward);
        Receive<AdminProtocol.Explain>(transfers.Forward);
        Receive<AdminProtocol.Drain>(transfers.Forward);
        Receive<AdminProtocol.Undrain>(transfers.Forward);
        Receive<AdminProtocol.Adjust>(adjust =>
        {
            if (Wishes.Fault(adjust.Priority, adjust.Deadline, adjust.MaxRate is 0 ? null : adjust.MaxRate, time.GetUtcNow()) is { } fault)
                Sender.Tell(new AdminProtocol.Refused("bad-adjustment", fault));
            else
                transfers.Forward(adjust);
        });
        Receive<AdminProtocol.ListTransfers>(catalogue.Forward);
        Receive<AdminProtocol.GetHistory>(catalogue.Forward);
        Receive<AdminProtocol.GetCounts>(catalogue.Forward);
        Receive<AdminProtocol.GetEvents>(catalogue.Forward);
        Receive<AdminProtocol.SubscribeEvents>(catalogue.Forward);
        Receive<AdminProtocol.GetProxies>(proxies.Forward);
        Receive<AdminProtocol.SetProxyEnabled>(proxies.Forward);
        Receive<CatalogueProtocol.Remember>(catalogue.Forward);
        Receive<CatalogueProtocol.Recall>(catalogue.Forward);
    }

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

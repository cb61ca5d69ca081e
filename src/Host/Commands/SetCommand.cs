using System.CommandLine;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator set</c>.</summary>
internal static class SetCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Description = "The transfers' ids", Arity = ArgumentArity.ZeroOrMore };
        var json = ClientOptions.Json("Print each transfer as a JSON object; with a filter, what became of it as one");
        var command = new TaughtCommand("set", "Changes priority, deadline, rate or roads of transfers that have not ended.", """
            orchestrator set ID --priority 50
            orchestrator set ID --max-rate 2MiB --deadline 12h
            orchestrator set --peer bob@example.org --roads proxy-only --yes
            """)
        {
            ids, json,
        };
        var wishes = WishOptions.Of(command);
        var daemonOptions = DaemonOptions.Of(command);
        var bulk = BulkOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            var change = wishes.Read(parsed);
            if (change == new AdjustRequest())
                throw new CommandException(ExitCode.Usage, "say what to change: --priority, --deadline, --max-rate or --roads.");
            if (bulk.IsMeant(parsed, parsed.GetValue(ids)!))
                return await bulk.RunAsync(parsed, daemon, filter => new BulkRequest("adjust", filter, change), parsed.GetValue(json), stop);
            return await EachOf.RunAsync(parsed.GetValue(ids)!, async id => TransferLine.Print(await daemon.AdjustAsync(id, change, stop), parsed.GetValue(json)));
        });
        return command;
    }
}

using System.CommandLine;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator pause</c>, <c>resume</c>, <c>retry</c>, <c>cancel</c>: of some transfers by their ids, or of all that a filter chooses.</summary>
internal static class ActionCommand
{
    public static Command Create(TransferAction action, string description)
    {
        var name = action.ToString().ToLowerInvariant();
        var ids = new Argument<string[]>("ID") { Description = "The transfers' ids", Arity = ArgumentArity.ZeroOrMore };
        var json = ClientOptions.Json("Print each transfer as a JSON object; with a filter, what became of it as one");
        var command = new TaughtCommand(name, description, $"""
            orchestrator {name} ID
            orchestrator {name} --peer bob@example.org --dry-run      # which would it be?
            orchestrator {name} --state Queued --older-than 2d
            orchestrator {name} --all --yes                           # every transfer that has not ended
            """)
        {
            ids, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        var bulk = BulkOptions.Of(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var daemon = daemonOptions.Open(parsed);
            if (!bulk.IsMeant(parsed, parsed.GetValue(ids)!))
                return await EachOf.RunAsync(parsed.GetValue(ids)!, async id => TransferLine.Print(await daemon.ActAsync(id, action, stop), parsed.GetValue(json)));
            return await bulk.RunAsync(parsed, daemon, filter => new BulkRequest(name, filter), parsed.GetValue(json), stop);
        });
        return command;
    }
}

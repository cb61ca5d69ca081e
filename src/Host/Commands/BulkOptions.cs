using System.CommandLine;
using System.Text.Json;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary>The options of commands that can be given to many transfers at once.</summary>
internal sealed class BulkOptions
{
    private readonly FilterOptions _filter;
    private readonly Option<bool> _all = new("--all") { Description = "Every transfer that has not ended" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell which they are" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask" };

    private BulkOptions(FilterOptions filter) => _filter = filter;

    /// <summary>Adds the options to a command.</summary>
    public static BulkOptions Of(Command command)
    {
        var options = new BulkOptions(FilterOptions.Of(command));
        command.Add(options._all);
        command.Add(options._dryRun);
        command.Add(options._yes);
        return options;
    }

    /// <summary>Whether a filter is meant, and not ids.</summary>
    /// <exception cref="CommandException">Both are given, or none.</exception>
    public bool IsMeant(ParseResult parsed, string[] ids)
    {
        var bulk = parsed.GetValue(_all) || _filter.IsGiven(parsed);
        if (bulk == ids.Length > 0)
            throw new CommandException(ExitCode.Usage, bulk ? "name transfers by their ids or by a filter, not by both." : "name transfers by their ids, by a filter such as --peer, or --all of them.");
        return bulk;
    }

    /// <summary>Tells how many they are, asks, does it, and tells what became of it.</summary>
    public async Task<int> RunAsync(ParseResult parsed, DaemonClient daemon, Func<FilterRequest, BulkRequest> request, bool json, CancellationToken stop)
    {
        // --all is meant whatever the filter; a filter that restricts nothing is not.
        var bulk = request(_filter.Read(parsed)) with { Confirm = parsed.GetValue(_all) };
        if (parsed.GetValue(_dryRun))
            return Print(await daemon.ActOnAllAsync(bulk with { DryRun = true }, stop), bulk.Action, dryRun: true, json);
        if (!parsed.GetValue(_yes))
        {
            var matched = (await daemon.ActOnAllAsync(bulk with { DryRun = true }, stop)).Matched;
            if (Console.IsInputRedirected)
                throw new CommandException(ExitCode.Usage, $"{matched} transfers match; nobody is there to be asked, so say --yes (or --dry-run).");
            await Console.Error.WriteAsync($"{bulk.Action} {matched} transfers? [y/N] ");
            if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
                return ExitCode.Interrupted;
        }

        return Print(await daemon.ActOnAllAsync(bulk, stop), bulk.Action, dryRun: false, json);
    }

    private static int Print(Actors.Admin.AdminProtocol.ActedOnAll done, string action, bool dryRun, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(done, ApiJson.Default.ActedOnAll));
        }
        else if (dryRun)
        {
            foreach (var id in done.Ids)
                Console.WriteLine(id);
            Console.Error.WriteLine($"{action} would be given to {done.Matched} transfers{(done.Matched > done.Ids.Length ? $"; the first {done.Ids.Length} are shown" : "")}.");
        }
        else
        {
            Console.WriteLine($"{action}: {done.Changed} of {done.Matched} transfers");
            foreach (var refused in done.Refused)
                Console.Error.WriteLine($"{refused.Id}: {Printable.Of(refused.Detail)} ({refused.Code})");
        }

        return done.RefusedCount == 0 ? ExitCode.Ok : ExitCode.Refused;
    }
}

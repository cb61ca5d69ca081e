using System.CommandLine;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator events</c>.</summary>
internal static class EventsCommand
{
    private const int Recent = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var after = new Option<long?>("--after") { Description = "Begin after this cursor; 0: with the oldest", HelpName = "CURSOR" };
        var last = new Option<int?>("--last") { Description = $"Begin with the last so many. Default: {Recent}; with --follow, with what comes now; with --transfer, with all of it", HelpName = "N" };
        var transfer = new Option<string?>("--transfer") { Description = "Only of this transfer", HelpName = "ID" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Show what comes, too, also after the daemon was away, with nothing left out; ends with Ctrl+C" };
        var json = ClientOptions.Json("Print a JSON object per event");
        var command = new TaughtCommand("events", "Shows what happened to all transfers, and what happens.", """
            orchestrator events --last 100
            orchestrator events --follow
            orchestrator events --follow --last 20
            orchestrator events --follow --after 0 --json >> events.jsonl
            orchestrator events --follow --transfer ID
            """)
        {
            after, last, transfer, follow, json,
        };
        var daemonOptions = DaemonOptions.Of(command);
        command.SetAction(async (parsed, _) =>
        {
            PipedOutput.Use();
            using var signals = new StopSignals();
            using var daemon = daemonOptions.Open(parsed);
            var (follows, from, only) = (parsed.GetValue(follow), parsed.GetValue(after), parsed.GetValue(transfer));
            var recent = follows || from is not null || only is not null ? (int?)null : Recent;
            var cursor = await BeginAsync(daemon, from, parsed.GetValue(last) ?? recent, signals.Token);
            while (true)
            {
                try
                {
                    await foreach (var item in daemon.EventsAsync(cursor, only, follows, signals.Token))
                    {
                        Print(item, parsed.GetValue(json));
                        cursor = long.TryParse(item.EventId, out var id) ? id : cursor;
                    }
                }
                catch (Exception e) when (follows && e is DaemonUnreachableException or IOException or HttpRequestException)
                {
                    await Console.Error.WriteLineAsync("The daemon does not answer; asking again.");
                }
                catch (Exception e) when (e is IOException or HttpRequestException)
                {
                    throw new DaemonUnreachableException($"the daemon went away ({e.Message}). With --follow events go on when it is back.");
                }

                if (!follows)
                    return ExitCode.Ok;
                await Task.Delay(Pause, signals.Token);
            }
        });
        return command;
    }

    private static async Task<long?> BeginAsync(DaemonClient daemon, long? after, int? last, CancellationToken stop)
    {
        if (last is null)
            return after;
        if (after is not null || last < 1)
            throw new CommandException(ExitCode.Usage, "--last takes a number of events from 1 on, and goes without --after.");
        return Math.Max(0, (await daemon.NodeAsync(stop)).LastEvent - last.Value);
    }

    private static void Print(SseItem<string> item, bool json)
    {
        // How far running transfers are is for displays; here it would drown what happened.
        if (item.EventType == "progress")
            return;
        if (json)
        {
            Console.WriteLine(item.Data);
        }
        else if (item.EventType == "gap")
        {
            Console.WriteLine($"(gap: {Printable.Of(item.Data)})");
        }
        else
        {
            var happened = JsonSerializer.Deserialize(item.Data, ApiJson.Default.HistoryEvent)!;
            Console.WriteLine(EventLine.Of(happened.At, happened.TransferId, happened.By, happened.Kind, happened.Data));
        }
    }
}

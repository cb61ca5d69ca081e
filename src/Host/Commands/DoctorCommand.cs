using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Host.Doctor;
using Spectre.Console;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "The configuration (HOCON)", HelpName = "FILE", Required = true };
        var json = ClientOptions.Json("Print a JSON object per finding");
        var command = new TaughtCommand("doctor",
            "Checks all that a daemon with this configuration needs: file, disks, database, ports, names, TLS, login, proxies. Exit code 1 when something does not work.", """
            orchestrator doctor --config /etc/orchestrator/orchestrator.conf
            sudo -u orchestrator orchestrator doctor --config my.conf --json | jq 'select(.verdict != "ok")'
            """)
        {
            config, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var worst = Verdict.Ok;
            await foreach (var finding in Examination.RunAsync(parsed.GetValue(config)!, NullLoggerFactory.Instance, stop))
            {
                Print(finding, parsed.GetValue(json));
                worst = finding.Verdict > worst ? finding.Verdict : worst;
            }

            return worst == Verdict.Fault ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Finding finding, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(finding, FindingJson.Default.Finding));
            return;
        }

        var (word, colour) = finding.Verdict switch
        {
            Verdict.Ok => ("ok     ", Color.Green),
            Verdict.Warning => ("warning", Color.Yellow),
            _ => ("FAULT  ", Color.Red),
        };
        if (Console.IsOutputRedirected)
            Console.Write(word);
        else
            AnsiConsole.Write(new Text(word, colour));
        Console.WriteLine($" {Printable.Of(finding.Check)}: {Printable.Of(finding.Detail)}");
    }
}

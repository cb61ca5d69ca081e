using System.CommandLine;
using System.Text.Json;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Doctor;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator config</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration (HOCON)" };
        var json = ClientOptions.Json("Print a JSON object per finding, as doctor does");
        var check = new TaughtCommand("check", "Tells all faults of a configuration, each with its line; starts nothing.", """
            orchestrator config check /etc/orchestrator/orchestrator.conf
            orchestrator config check my.conf --json | jq -r 'select(.verdict == "fault") | .detail'
            """)
        {
            file, json,
        };
        check.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
                return Print(Examination.Configuration(parsed.GetValue(file)!, out var found), found);
            var settings = SettingsReader.ReadFile(parsed.GetValue(file)!);
            foreach (var warning in settings.Warnings)
                Console.Error.WriteLine($"warning: {Printable.Of(warning.ToString())}");
            Console.WriteLine("The configuration has no faults.");
            return ExitCode.Ok;
        });

        var defaults = new TaughtCommand("defaults", "Prints every setting with its default, unit and risk.", """
            orchestrator config defaults > my.conf
            """);
        defaults.SetAction(_ =>
        {
            Console.Write(SettingsReader.Defaults());
            return ExitCode.Ok;
        });
        return new Command("config", "Checks a configuration, or shows the defaults.") { check, defaults };
    }

    private static int Print(IReadOnlyList<Finding> findings, HostSettings? settings)
    {
        foreach (var finding in findings)
            Console.WriteLine(JsonSerializer.Serialize(finding, FindingJson.Default.Finding));
        return settings is null ? ExitCode.Configuration : ExitCode.Ok;
    }
}

using System.CommandLine;
using Orchestrator.Host.Configuration;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator config</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration (HOCON)" };
        var check = new TaughtCommand("check", "Tells all faults of a configuration, each with its line; starts nothing.", """
            orchestrator config check /etc/orchestrator/orchestrator.conf
            """)
        {
            file,
        };
        check.SetAction(parsed =>
        {
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
}

using System.Text.RegularExpressions;
using Orchestrator.Host;
using Orchestrator.Host.Commands;
using Orchestrator.Host.Configuration;

namespace Orchestrator.Tests.Host.Deployment;

/// <summary>What is shipped for systemd and Docker is understood by the program.</summary>
public sealed partial class ShippedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("systemd", "orchestrator.service")]
    [InlineData("docker", "Dockerfile")]
    [InlineData("docker", "compose.yaml")]
    public void Its_commands_are_commands_of_the_program(params string[] file)
    {
        var calls = Call().Matches(File.ReadAllText(Repository.In(["deploy", .. file]))).Select(match => match.Groups[1].Value.Split([' ', ',', '"'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        calls.ShouldNotBeEmpty();
        foreach (var words in calls)
            CommandLine.Root().Parse(words).Errors.ShouldBeEmpty(string.Join(' ', words));
    }

    [Fact]
    public void The_configuration_for_Docker_has_no_faults()
    {
        var text = File.ReadAllText(Repository.In("deploy", "docker", "orchestrator.conf"));
        // What the container has, here at other paths.
        foreach (var (there, here) in new[] { ("/run/secrets/component", _folder.Write("component", "secret")), ("/srv/inbox", Directory.CreateDirectory(_folder.In("inbox")).FullName) })
        {
            text.ShouldContain($"\"{there}\"");
            text = text.Replace(there, here, StringComparison.Ordinal);
        }

        var settings = SettingsReader.Read(_folder.In("my.conf"), text);
        settings.Warnings.ShouldBeEmpty();
        settings.Node.Accounts.ShouldHaveSingleItem().Xmpp.Jid.ToString().ShouldBe("files.localhost");
    }

    [Fact]
    public void The_daemon_stops_by_itself_before_its_manager_kills_it()
    {
        var grace = SettingsReader.Read(_folder.In("my.conf"), $$"""
            orchestrator { data-dir = data, accounts = [ { jid = "bot@localhost", password-file = "{{_folder.Write("password", "x")}}" } ] }
            """).ShutdownGrace;
        foreach (var (setting, file) in new[] { ("TimeoutStopSec=", Repository.In("deploy", "systemd", "orchestrator.service")), ("stop_grace_period: ", Repository.In("deploy", "docker", "compose.yaml")) })
        {
            var line = File.ReadLines(file).Select(text => text.Trim()).Single(text => text.StartsWith(setting, StringComparison.Ordinal));
            Units.TryDuration(line[setting.Length..], out var patience).ShouldBeTrue(line);
            patience.ShouldBeGreaterThan(grace + TimeSpan.FromSeconds(5));
        }
    }

    // ExecStart=…/orchestrator WORDS; CMD ["orchestrator", WORDS]; CMD [WORDS] after its ENTRYPOINT; docker compose exec orchestrator orchestrator WORDS.
    [GeneratedRegex("""(?:ExecStart=\S+/orchestrator|exec orchestrator orchestrator|^HEALTHCHECK .*CMD \["orchestrator",|^CMD \[)((?:[ ,"]+[\w/.-]+)+)""", RegexOptions.Multiline)]
    private static partial Regex Call();
}

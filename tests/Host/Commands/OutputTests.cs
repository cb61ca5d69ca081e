using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Host;
using Orchestrator.Host.Commands;
using Orchestrator.Tests.Host.Api;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>What commands print, for people, for pipes and for programs, whatever a file is called.</summary>
public sealed class OutputTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Escape = "\u001b";

    // Clears the screen, forges a line, turns what follows around, and would be bold and red to Spectre.Console.
    private const string Hostile = "a\u001b[2J\u009b31m\r\nforged\u202e[bold red]b\u0007.txt";

    private static readonly (string, string) ColourTerminal = ("TERM", "xterm-256color");

    [Fact]
    public async Task A_name_steers_no_terminal_and_forges_no_line()
    {
        var id = await SubmitAsync(Hostile);
        string[][] commands =
        [
            ["list"], ["show", id], ["explain", id], ["history", id], ["top"], ["counts", "--by", "peer"], ["pause", id], ["send", api.In(Hostile), "alice@localhost"],
            ["send", api.In(Hostile + "?"), "alice@localhost"], ["send", "--upload", api.In(Hostile + "?"), "alice@localhost"], [Hostile],
        ];
        foreach (var command in commands)
        {
            var (_, output, error) = await RunAsync(command);
            ShouldBeHarmless(output + error);
            if (command[0] == "top")
                continue; // on a terminal it does not end
            var (seen, _) = await OnTerminalAsync(command.Select(word => $"'{word}'"));
            seen.ShouldNotContain($"{Escape}[2J", Case.Sensitive);
            seen.ShouldNotContain("\u009b");
            seen.ShouldNotContain("\u202e");
            seen.ShouldNotContain("\u0007");
            seen.ShouldNotContain("\nforged");
        }

        (await RunAsync("list")).Output.ShouldContain("a\\u{1b}[2J");
    }

    [Fact]
    public async Task Colours_are_for_terminals_alone_and_for_those_who_want_them()
    {
        var id = await SubmitAsync($"{Guid.NewGuid():N}.txt");
        foreach (var command in (string[][])[["list"], ["show", id], ["accounts"], ["proxies"], ["counts"], ["node"], ["top"], ["--help"]])
        {
            var (exitCode, output, error) = await RunAsync(command);
            exitCode.ShouldBe(ExitCode.Ok, error);
            ShouldBeHarmless(output + error);
        }

        var (coloured, code) = await OnTerminalAsync(["list"]);
        code.ShouldBe(ExitCode.Ok);
        coloured.ShouldMatch(@"\u001b\[[0-9;]+m");
        coloured.ShouldContain("╭");
        coloured.ShouldContain(id);
        var (plain, _) = await OnTerminalAsync(["list"], ("NO_COLOR", "1"));
        plain.ShouldNotMatch(@"\u001b\[[0-9;]*m");
        plain.ShouldContain(id);
        (await OnTerminalAsync(["list"], ("TERM", "dumb"))).Output.ShouldNotContain(Escape, Case.Sensitive);
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("top")]
    [InlineData("send")]
    public async Task On_a_terminal_it_draws_live_until_Ctrl_C_and_gives_the_cursor_back(string command)
    {
        var id = await SubmitAsync($"{Guid.NewGuid():N}.txt");
        string[] words = command == "send" ? ["send", "--wait", $"'{api.File()}'", "alice@localhost"] : [command];
        using var terminal = Terminal(words);
        var seen = "";
        var shown = command switch { "watch" => id, "top" => "wait for a slot", _ => "0%" };
        var buffer = new char[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!seen.Contains(shown, StringComparison.Ordinal))
        {
            var read = await terminal.StandardOutput.ReadAsync(buffer, patience.Token);
            read.ShouldBeGreaterThan(0, seen);
            seen += new string(buffer, 0, read);
        }

        await terminal.StandardInput.WriteAsync('\u0003');
        await terminal.StandardInput.FlushAsync();
        seen += await terminal.StandardOutput.ReadToEndAsync(patience.Token);
        await terminal.WaitForExitAsync(patience.Token);

        terminal.ExitCode.ShouldBe(ExitCode.Interrupted, seen);
        seen.LastIndexOf($"{Escape}[?25h", StringComparison.Ordinal).ShouldBeGreaterThan(seen.LastIndexOf($"{Escape}[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_command_prints_nothing_but_JSON_where_that_is_wished()
    {
        var id = await SubmitAsync(Hostile);
        var config = api.File("orchestrator { colour = red }");
        string[][] calls =
        [
            ["send", api.File(), "alice@localhost"], ["list"], ["show", id], ["explain", id], ["history", id], ["top"],
            ["pause", id], ["set", id, "--priority", "3"], ["resume", id], ["retry", "--peer", "nobody@localhost", "--yes"], ["cancel", id], ["pause", "--all", "--dry-run"],
            ["counts"], ["events"], ["accounts"], ["accounts", "disable", "bot@localhost"], ["accounts", "enable", "bot@localhost"], ["proxies"], ["node"], ["drain"], ["undrain"],
            ["config", "check", config], ["doctor", "--config", config],
        ];
        // WaitTests read the JSON of these, DemoTests that of the demo, and no proxy is known here.
        string[] elsewhere = ["watch", "demo", "proxies enable", "proxies disable"];
        Named(CommandLine.Root(), "").Except(elsewhere).ShouldBeSubsetOf(calls.Select(call => string.Join(' ', call.TakeWhile(word => word.All(char.IsAsciiLetterLower)))));

        foreach (var call in calls)
        {
            string[] where = call[0] is "config" or "doctor" ? [] : ["--url", api.Http.BaseAddress!.ToString()];
            var (exitCode, output, error) = await Programs.RunAsync([.. call, "--json", .. where]);
            exitCode.ShouldBe(call[0] switch { "config" => ExitCode.Configuration, "doctor" => ExitCode.Failed, _ => ExitCode.Ok }, $"{string.Join(' ', call)}: {error}");
            if (call[0] is not "proxies")
                output.ShouldNotBeEmpty(string.Join(' ', call));
            foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                JsonDocument.Parse(line).RootElement.ValueKind.ShouldBe(JsonValueKind.Object, line);
        }
    }

    private static IEnumerable<string> Named(Command command, string path) => command.Subcommands
        .SelectMany(child => Named(child, $"{path} {child.Name}"))
        .Concat(command.Options.Any(option => option.Name == "--json") ? [path.Trim()] : []);

    private static void ShouldBeHarmless(string text) => text.Where(c => c is not ('\n' or '\t') && (char.IsControl(c) || c == '\u202e')).ShouldBeEmpty(text);

    private async Task<string> SubmitAsync(string name)
    {
        await File.WriteAllTextAsync(api.In(name), "content");
        var (exitCode, output, error) = await RunAsync("send", api.In(name), "alice@localhost");
        exitCode.ShouldBe(ExitCode.Ok, error);
        return output.Split(' ')[0];
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => Programs.RunAsync(WithUrl(args), ColourTerminal);

    private string[] WithUrl(string[] args) => args[0] is Hostile or "--help" ? args : [.. args, "--url", api.Http.BaseAddress!.ToString()];

    /// <summary>All that a terminal got.</summary>
    private async Task<(string Output, int ExitCode)> OnTerminalAsync(IEnumerable<string> words, params (string, string)[] environment)
    {
        using var terminal = Terminal([.. words], environment);
        var (exitCode, output, _) = await Programs.EndAsync(terminal);
        return (output, exitCode);
    }

    /// <summary>Runs the program on a pseudo terminal; what is written to its input is typed.</summary>
    private Process Terminal(string[] words, params (string Name, string Value)[] environment)
    {
        var line = string.Join(' ', [$"stty cols 250 rows 50 && exec '{Programs.DotNet}' '{typeof(ExitCode).Assembly.Location}'", .. WithUrl(words)]);
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--flush", "--command", line, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment.Prepend(ColourTerminal))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

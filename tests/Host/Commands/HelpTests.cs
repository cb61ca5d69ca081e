using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Host;
using Orchestrator.Host.Commands;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>What the commands teach about themselves: examples, and words for the shell.</summary>
public sealed partial class HelpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_example_in_the_help_is_understood_by_the_program()
    {
        var commands = All(CommandLine.Root()).Where(command => command.Action is not null).ToList();
        commands.Count.ShouldBeGreaterThan(20);
        foreach (var command in commands.Where(command => command is not RootCommand))
        {
            var calls = Call().Matches(command.ShouldBeOfType<TaughtCommand>().Examples).Select(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            calls.ShouldContain(words => words.Contains(command.Name), command.Name);
            foreach (var words in calls)
                CommandLine.Root().Parse(words).Errors.ShouldBeEmpty(string.Join(' ', words));
        }
    }

    [Theory]
    [InlineData("orchestrator li", "list")]
    [InlineData("orchestrator pause --dr", "--dry-run")]
    [InlineData("orchestrator counts --by re", "reason")]
    [InlineData("orchestrator accounts dis", "disable")]
    public async Task Bash_completes_a_word(string line, string word)
    {
        // The script as it is sourced, and what bash does when someone presses Tab.
        var script = _folder.Write("complete.sh", $$"""
            orchestrator() { '{{Programs.DotNet}}' '{{typeof(ExitCode).Assembly.Location}}' "$@"; }
            source <(orchestrator completion bash)
            complete -p orchestrator >&2
            COMP_LINE='{{line}}'
            COMP_POINT=${#COMP_LINE}
            COMP_WORDS=($COMP_LINE)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _orchestrator
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-eu", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = bash.StandardError.ReadToEndAsync();
        (await bash.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldContain(word);
        (await error).ShouldContain("-F _orchestrator orchestrator");
        await bash.WaitForExitAsync();
        bash.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("config", "check")]
    [InlineData("accounts", "disable")]
    public async Task Wrong_usage_names_the_help_of_the_command(params string[] args)
    {
        var (exitCode, _, error) = await Programs.RunAsync(args);
        exitCode.ShouldBe(ExitCode.Usage);
        error.ShouldContain($"See 'orchestrator {string.Join(' ', args)} --help'.");
    }

    [Fact]
    public async Task The_exit_codes_of_the_help_are_those_of_the_program()
    {
        var (_, help, _) = await Programs.RunAsync("--help");
        var told = help[help.IndexOf("Exit codes:", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(line => line.Trim().Split(' ')[0]).Where(word => word.Length > 0);
        var codes = typeof(ExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!).Order();
        told.Select(code => int.Parse(code, CultureInfo.InvariantCulture)).ShouldBe(codes);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    // The words of one call of the program, up to what is the shell's.
    [GeneratedRegex(@"(?<=^|[\s(])(?<!-u )orchestrator((?: +[^\s|<>&;#)]+)*)", RegexOptions.Multiline)]
    private static partial Regex Call();
}

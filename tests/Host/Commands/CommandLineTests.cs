using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>What users and scripts see of the command line.</summary>
public sealed class CommandLineTests
{
    private const string Nowhere = "http://127.0.0.1:1";

    [Theory]
    [InlineData(ExitCode.Usage, "'send'", "send")]
    [InlineData(ExitCode.Usage, "Unrecognized command or argument 'sedn'", "sedn")]
    [InlineData(ExitCode.Usage, "--config", "serve")]
    [InlineData(ExitCode.Usage, "'nix' is no state; the states are Queued, ", "list", "--state", "nix")]
    [InlineData(ExitCode.Usage, "--limit must be at least 1", "list", "--limit", "0")]
    [InlineData(ExitCode.Usage, "'x' is no address of a daemon", "list", "--url", "x")]
    [InlineData(ExitCode.Usage, "'tiny' is no size", "demo", "--size", "tiny")]
    [InlineData(ExitCode.Usage, "'both'", "demo", "--kill", "both")]
    [InlineData(ExitCode.Unreachable, "no daemon answers at http://127.0.0.1:1", "list", "--url", Nowhere)]
    [InlineData(ExitCode.Unreachable, "orchestrator serve --config FILE", "send", "file", "a@b", "--url", Nowhere)]
    [InlineData(ExitCode.Configuration, "there is no file /nowhere/x.conf", "config", "check", "/nowhere/x.conf")]
    public async Task A_failure_has_its_exit_code_and_a_message_with_the_mend(int exitCode, string message, params string[] args)
    {
        var result = await Programs.RunAsync(args);
        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldContain(message);
        result.Error.ShouldNotContain("   at ");
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("orchestrator send report.pdf alice@example.org", "send", "--help")]
    [InlineData("3  no daemon answers", "--help")]
    [InlineData("orchestrator config check", "config", "check", "--help")]
    [InlineData("stall-timeout = 30s", "config", "defaults")]
    public async Task Help_teaches_by_example(string expected, params string[] args)
    {
        var result = await Programs.RunAsync(args);
        result.ExitCode.ShouldBe(ExitCode.Ok);
        result.Output.ShouldContain(expected);
    }
}

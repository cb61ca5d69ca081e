using System.Text.Json;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Demo;

/// <summary>The demo, whole: real processes, a real SIGKILL.</summary>
public sealed class DemoTests
{
    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    [InlineData("none")]
    public async Task A_file_arrives_whole_and_once_whoever_is_killed(string victim)
    {
        var (exitCode, output, error) = await Programs.RunAsync("demo", "--size", "16MiB", "--kill", victim, "--json");

        exitCode.ShouldBe(ExitCode.Ok, error);
        var result = JsonDocument.Parse(output.ShouldHaveSingleLine()).RootElement;
        result.EnumerateObject().Select(field => field.Name)
            .ShouldBe(["bytes", "equal", "resumedAt", "killed", "sessions", "mbPerSecond"]);
        result.GetProperty("bytes").GetInt64().ShouldBe(16 << 20);
        result.GetProperty("equal").GetBoolean().ShouldBeTrue();
        result.GetProperty("killed").GetString().ShouldBe(victim);
        if (victim == "none")
            result.GetProperty("resumedAt").GetInt64().ShouldBe(0);
        else
            result.GetProperty("resumedAt").GetInt64().ShouldBeInRange(1, 16 << 20);
        error.ShouldNotContain("\u001b", Case.Sensitive, "no colours where there is no terminal");
    }
}

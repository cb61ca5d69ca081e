using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Orchestrator.Host;

namespace Orchestrator.Tests.Host.Deployment;

/// <summary>What <c>deploy/publish.sh</c> makes runs where there is no .NET.</summary>
public sealed class PublishTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_file_serves_without_dotnet_and_without_an_environment()
    {
        var publish = new ProcessStartInfo(Repository.In("deploy", "publish.sh"), [RuntimeInformation.RuntimeIdentifier, _folder.In("out")]);
        // No compiler or build node stays behind.
        publish.Environment["UseSharedCompilation"] = "false";
        publish.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var (exitCode, output, error) = await EndAsync(publish);
        exitCode.ShouldBe(0, output + error);
        Directory.GetFileSystemEntries(_folder.In("out")).ShouldBe([_folder.In("out", "orchestrator")]);

        (exitCode, output, error) = await EndAsync(Bare("--version"));
        exitCode.ShouldBe(ExitCode.Ok, error);
        output.ShouldStartWith("0.");

        _folder.Write("password", "hunter2");
        var config = _folder.Write("my.conf", """
            orchestrator {
              data-dir = data
              accounts = [ { jid = "bot@localhost", host = "127.0.0.1", port = 1, password-file = password } ]
              http.url = "http://127.0.0.1:0"
              s5b.listen = "127.0.0.1:0"
            }
            """);
        (exitCode, output, error) = await EndAsync(Bare("config", "check", config));
        exitCode.ShouldBe(ExitCode.Ok, output + error);

        await using var daemon = await RunningDaemon.StartAsync(Process.Start(Bare("serve", "--config", config))!);
        using var http = new HttpClient { BaseAddress = new Uri(daemon.Url) };
        foreach (var path in (string[])["/health/live", "/v1/transfers", "/v1/openapi.json", "/"])
        {
            using var response = await http.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        (exitCode, output, error) = await EndAsync(Bare("node", "--url", daemon.Url));
        exitCode.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("version");
        (await daemon.StopAsync("TERM")).ShouldBe(ExitCode.Ok);
    }

    /// <summary>The published file, with nothing in its environment but a place to unpack to.</summary>
    private ProcessStartInfo Bare(params string[] args)
    {
        var start = new ProcessStartInfo(_folder.In("out", "orchestrator"), args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = _folder.In("unpacked");
        return start;
    }

    private static Task<(int ExitCode, string Output, string Error)> EndAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return Programs.EndAsync(Process.Start(start)!, Patience);
    }
}

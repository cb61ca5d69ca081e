using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Host;
using Orchestrator.Tests.Host.Api;

namespace Orchestrator.Tests.Host.Commands;

/// <summary>How a command reaches a daemon, and with what right.</summary>
public sealed class ReachTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Tokens = "token-file = \"write.token\", read-token-file = \"read.token\"";

    [Fact]
    public async Task A_token_opens_what_it_is_for_and_the_lack_of_one_is_told_with_its_mend()
    {
        await using var server = await api.ServeAsync(Tokens);

        await RefusesAsync("unauthorized", ["list"]);
        await RefusesAsync("unauthorized", ["events"]);
        await RefusesAsync("unauthorized", ["list"], ("ORCHESTRATOR_TOKEN", "wrong-wrong-wrong"));
        await RefusesAsync("forbidden", ["drain"], ("ORCHESTRATOR_TOKEN", ApiFixture.ReadToken));
        await RefusesAsync("forbidden", ["send", api.File(), "alice@localhost"], ("ORCHESTRATOR_TOKEN", ApiFixture.ReadToken));
        await RefusesAsync("forbidden", ["send", "--upload", api.File(), "alice@localhost"], ("ORCHESTRATOR_TOKEN", ApiFixture.ReadToken));
        (await RunAsync(["list"], ("ORCHESTRATOR_TOKEN", ApiFixture.ReadToken))).ExitCode.ShouldBe(ExitCode.Ok);
        (await RunAsync(["undrain", "--token-file", api.In("write.token")])).ExitCode.ShouldBe(ExitCode.Ok);
        // The file goes before the environment.
        (await RunAsync(["undrain", "--token-file", api.In("write.token")], ("ORCHESTRATOR_TOKEN", "wrong"))).ExitCode.ShouldBe(ExitCode.Ok);

        async Task RefusesAsync(string code, string[] args, params (string, string)[] environment)
        {
            var (exitCode, output, error) = await RunAsync(args, environment);
            exitCode.ShouldBe(ExitCode.Refused, error);
            output.ShouldBeEmpty();
            error.ShouldContain($"({code})");
            error.ShouldContain(code == "unauthorized" ? "--token-file" : "http.token-file");
            error.ShouldNotContain(ApiFixture.ReadToken);
            error.ShouldNotContain("wrong-wrong-wrong");
        }

        Task<(int ExitCode, string Output, string Error)> RunAsync(string[] args, params (string, string)[] environment) =>
            Programs.RunAsync([.. args, "--url", server.Address], environment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words\nand a line")]
    [InlineData("größer")]
    public async Task What_is_no_token_is_not_sent(string text)
    {
        var file = api.File(text);
        var (exitCode, _, error) = await Programs.RunAsync("list", "--token-file", file);
        exitCode.ShouldBe(ExitCode.Usage);
        error.ShouldContain($"{file} holds no token");
    }

    [Fact]
    public async Task A_unix_socket_serves_the_commands()
    {
        await using var server = await api.ServeAsync("url = \"unix:api.sock\"");
        var (exitCode, output, error) = await Programs.RunAsync(["node", "--json"], ("ORCHESTRATOR_URL", $"unix:{api.In("api.sock")}"));
        exitCode.ShouldBe(ExitCode.Ok, error);
        output.ShouldContain("\"queueDepth\"");

        (exitCode, _, error) = await Programs.RunAsync("node", "--url", $"unix:{api.In("nobody.sock")}");
        exitCode.ShouldBe(ExitCode.Unreachable);
        error.ShouldContain($"no daemon answers at unix:{api.In("nobody.sock")}");
        (exitCode, _, error) = await Programs.RunAsync("node", "--url", $"unix:/{new string('x', 200)}");
        exitCode.ShouldBe(ExitCode.Usage);
        error.ShouldContain("no address of a daemon");
    }

    [Fact]
    public async Task A_certificate_of_ones_own_is_refused_until_it_is_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(api.In("cli.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(api.In("cli.key"), key.ExportPkcs8PrivateKeyPem());
        await using var server = await api.ServeAsync("url = \"https://127.0.0.1:0\", certificate-file = \"cli.crt\", key-file = \"cli.key\"");

        var (exitCode, _, error) = await Programs.RunAsync("list", "--url", server.Address);
        exitCode.ShouldBe(ExitCode.Unreachable);
        error.ShouldContain("no certificate that is trusted here");
        error.ShouldContain("SSL_CERT_FILE");
        (await Programs.RunAsync(["list", "--url", server.Address], ("SSL_CERT_FILE", api.In("cli.crt")))).ExitCode.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Another_program_at_the_address_is_told()
    {
        await using var other = await Target.StartAsync(_ => Task.FromResult(404));
        foreach (var command in (string[])["list", "node", "drain", "events"])
        {
            var (exitCode, _, error) = await Programs.RunAsync(command, "--url", other.Url);
            exitCode.ShouldBe(ExitCode.Unreachable, error);
            error.ShouldContain("is no Orchestrator of this version");
        }
    }
}

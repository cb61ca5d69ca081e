using System.Globalization;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Tests.Interop;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput.Servers;

/// <summary>ejabberd as the calling user, with a home of its own and no port mapper.</summary>
internal sealed class EjabberdServer : BenchServer
{
    private readonly int _httpPort = Ports.Free();
    private ChildProcess? _process;

    private EjabberdServer(string proxyAddress) : base(proxyAddress)
    {
    }

    public override int ProcessId => _process!.Id;

    public override string Name => "ejabberd";

    public static async Task<EjabberdServer> StartAsync(string proxyAddress)
    {
        var server = new EjabberdServer(proxyAddress);
        await server.StartAsync();
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Folder.Dispose();
    }

    private async Task StartAsync()
    {
        // Of the forms of an EC key it knows the older one only.
        using (var key = ECDsa.Create())
        {
            key.ImportFromPem(File.ReadAllText(Folder["certs/localhost.key"]));
            File.WriteAllText(Folder["certs/server.pem"], key.ExportECPrivateKeyPem() + "\n" + File.ReadAllText(Folder["certs/localhost.crt"]));
        }

        File.WriteAllText(Folder["ejabberd.yml"], Configuration());
        string[] arguments =
        [
            "-sname", $"bench{ClientPort}@localhost", "-noinput", "-start_epmd", "false",
            "-erl_epmd_port", Ports.Free().ToString(CultureInfo.InvariantCulture), "-kernel", "inet_dist_use_interface", "{127,0,0,1}",
            "+K", "true", "-mnesia", "dir", $"\"{Folder.NewFolder("mnesia")}\"", "-s", "ejabberd",
        ];
        _process = await ChildProcess.StartAsync("erl", arguments, new Dictionary<string, string>
        {
            ["HOME"] = Folder.NewFolder("home"), // where the node's cookie is made
            ["ERL_LIBS"] = "/usr/lib/x86_64-linux-gnu",
            ["ERL_INETRC"] = "/etc/ejabberd/inetrc",
            ["ERL_CRASH_DUMP"] = Folder["crash.dump"],
            ["EJABBERD_CONFIG_PATH"] = Folder["ejabberd.yml"],
            ["EJABBERD_LOG_PATH"] = Folder["ejabberd.log"],
        });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_httpPort}/api/") };
        await Wait.UntilAsync(() => IsStartedAsync(http), TimeSpan.FromSeconds(60), () => $"ejabberd does not start:\n{_process.Output}");
        for (var n = 1; n <= Users; n++)
            await CallAsync(http, "register", new { user = UserName(n), host = "localhost", password = Password });
        await CallAsync(http, "srg_create", new { group = "all", host = "localhost", label = "all", description = "all", display = "all" });
        await CallAsync(http, "srg_user_add", new { user = "@all@", host = "localhost", group = "all", grouphost = "localhost" });
    }

    private async Task<bool> IsStartedAsync(HttpClient http)
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"ejabberd ended:\n{_process.Output}");
        try
        {
            await CallAsync(http, "status", new { });
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task CallAsync(HttpClient http, string command, object arguments)
    {
        // With its length told: chunks it does not read.
        using var content = new StringContent(JsonSerializer.Serialize(arguments), Encoding.UTF8, MediaTypeNames.Application.Json);
        using var answer = await http.PostAsync(new Uri(command, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"ejabberd refuses {command}: {await answer.Content.ReadAsStringAsync()}");
    }

    private string Configuration() => $$"""
        loglevel: warning
        hosts: [localhost]
        certfiles: ["{{Folder["certs/server.pem"]}}"]
        auth_password_format: plain
        s2s_use_starttls: false
        listen:
          - {port: {{ClientPort}}, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144, starttls_required: true, shaper: none}
          - {port: {{_httpPort}}, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {/api: mod_http_api} }
        shaper: {}
        shaper_rules: {}
        access_rules: {local: {allow: all}, c2s: {allow: all} }
        api_permissions: {"bench": {from: [mod_http_api], who: all, what: "*"} }
        modules:
          mod_admin_extra: {}
          mod_disco: {}
          mod_ping: {}
          mod_roster: {}
          mod_shared_roster: {}
          {{(StreamManagement ? "mod_stream_mgmt: {}" : "")}}
          mod_proxy65: {host: {{ProxyName}}, ip: "0.0.0.0", hostname: "{{ProxyAddress}}", port: {{ProxyPort}}, access: local, max_connections: infinity, auth_type: anonymous, shaper: none}
        """;
}

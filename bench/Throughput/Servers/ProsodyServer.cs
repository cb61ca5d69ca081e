using System.Net.Sockets;
using Orchestrator.Tests.Interop;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Bench.Throughput.Servers;

/// <summary>Prosody.</summary>
internal sealed class ProsodyServer : BenchServer
{
    private ChildProcess? _process;

    private ProsodyServer(string proxyAddress) : base(proxyAddress)
    {
    }

    public override int ProcessId => _process!.Id;

    public override string Name => "Prosody";

    public static async Task<ProsodyServer> StartAsync(string proxyAddress)
    {
        var server = new ProsodyServer(proxyAddress);
        var accounts = server.Folder.NewFolder("data/localhost/accounts");
        var everybody = Enumerable.Range(1, Users).Select(UserName).ToList();
        foreach (var user in everybody)
            File.WriteAllText(Path.Combine(accounts, user + ".dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n");
        File.WriteAllText(server.Folder["groups.txt"], "[all]\n" + string.Concat(everybody.Select(user => $"{user}@localhost={user}\n")));
        File.WriteAllText(server.Folder["prosody.cfg.lua"], server.Configuration());
        server._process = await ChildProcess.StartAsync("prosody", ["--config", server.Folder["prosody.cfg.lua"], "-F"]);
        await Wait.UntilAsync(server.AnswersAsync, TimeSpan.FromSeconds(30), () => $"Prosody does not listen:\n{server._process.Output}");
        return server;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        Folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Prosody ended:\n{_process.Output}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", ClientPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Configuration() => $$"""
        run_as_root = true
        pidfile = "{{Folder["prosody.pid"]}}"
        data_path = "{{Folder["data"]}}"
        certificates = "{{Folder["certs"]}}"
        interfaces = { "127.0.0.1" }
        local_interfaces = { "127.0.0.1" }
        c2s_ports = { {{ClientPort}} }
        s2s_ports = { }
        proxy65_ports = { {{ProxyPort}} }
        proxy65_interfaces = { "0.0.0.0" }
        modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "ping"; "posix"; "groups"{{(StreamManagement ? "; \"smacks\"" : "")}} }
        modules_disabled = { "s2s"; "offline" }
        groups_file = "{{Folder["groups.txt"]}}"
        c2s_require_encryption = true
        authentication = "internal_plain"
        storage = "internal"
        log = { warn = "{{Folder["prosody.log"]}}" }
        VirtualHost "localhost"
        Component "{{ProxyName}}" "proxy65"
          proxy65_address = "{{ProxyAddress}}"
        """;
}

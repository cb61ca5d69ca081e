using System.Globalization;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>Prosody, the server that most tests use.</summary>
public class Prosody : XmppServer
{
    public Prosody() : base(open: false)
    {
    }

    protected Prosody(bool open) : base(open)
    {
    }

    protected override void Configure()
    {
        var accounts = Folder.NewFolder("data/localhost/accounts");
        var groups = new StringWriter(CultureInfo.InvariantCulture);
        for (var n = 1; n <= Pairs; n++)
        {
            groups.WriteLine($"[pair{n}]\na{n}@localhost=a{n}\nb{n}@localhost=b{n}");
            File.WriteAllText(Path.Combine(accounts, $"a{n}.dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n");
            File.WriteAllText(Path.Combine(accounts, $"b{n}.dat"), $"return {{ [\"password\"] = \"{Password}\"; }};\n");
        }

        File.WriteAllText(Folder["groups.txt"], groups.ToString());
        File.WriteAllText(Folder["prosody.cfg.lua"], Configuration());
    }

    protected override Task<ChildProcess> LaunchAsync() => ChildProcess.StartAsync("prosody", ["--config", Folder["prosody.cfg.lua"], "-F"]);

    // With smacks each block of QXmpp's in-band bytestream waits 40 ms for the client's delayed acknowledgement.
    private string Features => IsOpen ? "" : "; \"smacks\"; \"stanza_debug\"";

    private string Configuration() => $$"""
        run_as_root = true
        pidfile = "{{Folder["prosody.pid"]}}"
        data_path = "{{Folder["data"]}}"
        certificates = "{{Folder["certs"]}}"
        interfaces = { "127.0.0.1" }
        local_interfaces = { "127.0.0.1" }
        c2s_ports = { {{ClientPort}} }
        c2s_direct_tls_ports = { {{DirectTlsPort}} }
        component_ports = { {{ComponentPort}} }
        component_interfaces = { "127.0.0.1" }
        s2s_ports = { }
        proxy65_ports = { {{ProxyPort}} }
        proxy65_interfaces = { "127.0.0.1" }
        modules_enabled = { "roster"; "saslauth"; "tls"; "disco"; "ping"; "posix"; "groups"{{Features}} }
        modules_disabled = { "s2s"; "offline" }
        groups_file = "{{Folder["groups.txt"]}}"
        c2s_require_encryption = true
        authentication = "internal_plain"
        storage = "internal"
        log = { {{(IsOpen ? "info" : "debug")}} = "{{LogFile}}" }
        VirtualHost "localhost"
        Component "{{ProxyJid}}" "proxy65"
          proxy65_address = "{{ProxyHost}}"
          proxy65_open_access = {{(IsOpen ? "true" : "false")}}
        {{string.Join('\n', Enumerable.Range(1, Components).Select(n => $"Component \"ft{n}.localhost\"\n  component_secret = \"{Password}\""))}}
        """;
}

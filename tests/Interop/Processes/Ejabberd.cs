namespace Orchestrator.Tests.Interop.Processes;

/// <summary>ejabberd as Debian packages it, run by the calling user: one Erlang node without distribution, hence without epmd.</summary>
public class Ejabberd : XmppServer
{
    public Ejabberd() : base(open: false)
    {
    }

    protected Ejabberd(bool open) : base(open)
    {
    }

    protected override void Configure()
    {
        Folder.NewFolder("home");
        File.WriteAllText(Folder["certs/all.pem"], File.ReadAllText(Folder["certs/localhost.key"]) + "\n" + File.ReadAllText(Folder["certs/localhost.crt"]));
        File.WriteAllText(Folder["ejabberd.yml"], Configuration());
    }

    protected override Task<ChildProcess> LaunchAsync() => ChildProcess.StartAsync(
        "erl",
        ["-noinput", "-mnesia", "dir", $"\"{Folder["mnesia"]}\"", "-s", "ejabberd", "-eval", Users],
        new Dictionary<string, string>
        {
            ["HOME"] = Folder["home"],
            ["ERL_LIBS"] = Libraries(),
            ["ERL_CRASH_DUMP"] = Folder["crash.dump"],
            ["EJABBERD_CONFIG_PATH"] = Folder["ejabberd.yml"],
            ["EJABBERD_LOG_PATH"] = LogFile,
        });

    protected override Task ReadyAsync(ChildProcess process, TimeSpan patience) => process.LineAsync("READY", patience);

    /// <summary>The folder of Debian's Erlang libraries for this machine's architecture.</summary>
    private static string Libraries() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .FirstOrDefault(folder => Directory.EnumerateDirectories(folder, "ejabberd-*").Any())
        ?? throw new InvalidOperationException("ejabberd is not installed: apt-get install ejabberd");

    // Runs in the node after its start, and harms nothing after a restart.
    private static string Users => $$"""
        lists:foreach(fun(N) ->
          Host = <<"localhost">>, Number = integer_to_binary(N), Group = <<"pair", Number/binary>>,
          mod_shared_roster:create_group(Host, Group, [{name, Group}, {displayed_groups, [Group]}]),
          lists:foreach(fun(User) ->
            ejabberd_auth:try_register(User, Host, <<"{{Password}}">>),
            mod_shared_roster:add_user_to_group(Host, {User, Host}, Group)
          end, [<<"a", Number/binary>>, <<"b", Number/binary>>])
        end, lists:seq(1, {{Pairs}})), io:format("READY~n").
        """;

    private string Configuration() => $$"""
        loglevel: {{(IsOpen ? "info" : "debug")}}
        hosts: [localhost]
        certfiles: ["{{Folder["certs/all.pem"]}}"]
        auth_password_format: plain
        listen:
          - {port: {{ClientPort}}, ip: "127.0.0.1", module: ejabberd_c2s, starttls: true, starttls_required: true}
          - {port: {{DirectTlsPort}}, ip: "127.0.0.1", module: ejabberd_c2s, tls: true}
          - port: {{ComponentPort}}
            ip: "127.0.0.1"
            module: ejabberd_service
            hosts: { {{string.Join(", ", Enumerable.Range(1, Components).Select(n => $"ft{n}.localhost: {{password: \"{Password}\"}}"))}} }
        access_rules: {local: {allow: all} }
        modules:
          mod_disco: {}
          mod_ping: {}
          mod_roster: {}
          mod_shared_roster: {}
          mod_stream_mgmt: {}
          mod_proxy65: {host: {{ProxyJid}}, ip: "127.0.0.1", hostname: "{{ProxyHost}}", port: {{ProxyPort}}, max_connections: infinity}
        """;
}

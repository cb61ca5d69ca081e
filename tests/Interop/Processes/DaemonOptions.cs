using System.Globalization;

namespace Orchestrator.Tests.Interop.Processes;

/// <summary>The configuration of one daemon, as its operator would write it.</summary>
public sealed record DaemonOptions
{
    public required string Jid { get; init; }

    public required int XmppPort { get; init; }

    public string Password { get; init; } = XmppServer.Password;

    public string Tls { get; init; } = "required";

    public string? CaFile { get; init; }

    public string AcceptFrom { get; init; } = "*";

    /// <summary>Where the daemon's own streamhost listens.</summary>
    public string Listen { get; init; } = "0.0.0.0:0";

    /// <summary>What peers are told to connect to.</summary>
    public string Advertise { get; init; } = "127.0.0.1";

    /// <summary>When the receiver makes its bytes durable; small, so that a small file has many. Null: the program's default.</summary>
    public string? Checkpoint { get; init; } = "bytes = 1MiB, interval = 1s";

    /// <summary>More settings of a transfer, a line each.</summary>
    public string Transfer { get; init; } = "";

    /// <summary>More settings of the account, a line each.</summary>
    public string Account { get; init; } = "";

    /// <summary>More settings, a line each.</summary>
    public string More { get; init; } = "";

    /// <summary>A command, given the inbox, that runs the daemon's command in a surrounding of its own.</summary>
    public Func<string, string[]> Launcher { get; init; } = _ => [];

    public string ToHocon(string dataDir, string inbox, int httpPort) => string.Create(CultureInfo.InvariantCulture, $$"""
        orchestrator {
          data-dir = "{{dataDir}}"
          accounts = [
            {
              jid = "{{Jid}}"
              password-env = "{{Daemon.PasswordVariable}}"
              host = "127.0.0.1"
              port = {{XmppPort}}
              tls = {{Tls}}
              {{(CaFile is null ? "" : $"ca-file = \"{CaFile}\"")}}
              inbox = "{{inbox}}"
              accept-from = ["{{AcceptFrom}}"]
              {{Account}}
            }
          ]
          s5b { listen = "{{Listen}}", advertise = ["{{Advertise}}"] }
          http { url = "http://127.0.0.1:{{httpPort}}" }
          {{More}}
          transfer {
            negotiation-timeout = 5s
            confirm-timeout = 10s
            retry { min-backoff = 100ms, max-backoff = 2s }
            {{Transfer}}
            {{(Checkpoint is null ? "" : $"checkpoint {{ {Checkpoint} }}")}}
          }
        }
        """);
}

using System.Security.Cryptography;

namespace Orchestrator.Host.Demo;

/// <summary>The demo's temporary folder: a random file, and a configuration, a password and a data directory for each daemon.</summary>
internal sealed class DemoStage : IDisposable
{
    public const string Domain = "localhost";

    // How long the whole file would take at the limited rate of the session that is to be killed.
    private const int LimitedSeconds = 6;
    private const int MinRate = 64 * 1024;
    private const int MinCheckpoint = 64 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-demo-");

    /// <summary>The file to send.</summary>
    public string Source => Path.Combine(_folder.FullName, "bulk.bin");

    /// <summary>Where it should arrive.</summary>
    public string Inbox => Path.Combine(_folder.FullName, "receiver", "inbox");

    /// <summary>Fills the source with random bytes; returns their SHA-256 in hex.</summary>
    public async Task<string> WriteSourceAsync(long size, CancellationToken stop)
    {
        var free = new DriveInfo(_folder.FullName).AvailableFreeSpace;
        if (free < 2 * size + (64 << 20))
            throw new DemoFailure($"{_folder.Parent} has {Units.Bytes(free)} free, and the demo needs twice the file's size; choose a smaller --size or set TMPDIR.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        await using var file = File.Create(Source);
        for (long written = 0; written < size;)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, size - written));
            Random.Shared.NextBytes(piece.Span);
            hash.AppendData(piece.Span);
            await file.WriteAsync(piece, stop);
            written += piece.Length;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Checks that exactly one file arrived, and that it has this SHA-256.</summary>
    public async Task CheckArrivedAsync(string sha256, CancellationToken stop)
    {
        // Hidden files count too: no partial may be left.
        var files = Directory.GetFiles(Inbox, "*", SearchOption.AllDirectories);
        if (files is not [var arrived])
            throw new DemoFailure($"not one file arrived but {files.Length}: {string.Join(", ", files.Select(Path.GetFileName))}");
        await using var file = File.OpenRead(arrived);
        var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
        if (found != sha256)
            throw new DemoFailure($"what arrived is another file: {file.Length} bytes, SHA-256 {found}");
    }

    /// <summary>Writes a daemon's configuration and what it refers to; returns the configuration's path.</summary>
    /// <param name="user">sender or receiver, also its password.</param>
    /// <param name="port">The XMPP server's.</param>
    /// <param name="authority">The XMPP server's certificate, PEM.</param>
    /// <param name="size">The file's size.</param>
    /// <param name="limited">Whether the rate is held down, so that there is a middle to be killed in.</param>
    public async Task<string> WriteConfigAsync(string user, int port, string authority, long size, bool limited)
    {
        var home = _folder.CreateSubdirectory(user).FullName;
        Directory.CreateDirectory(Path.Combine(home, "inbox"));
        await File.WriteAllTextAsync(Path.Combine(home, "server.pem"), authority);
        var password = Path.Combine(home, "password");
        await File.WriteAllTextAsync(password, user);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var config = Path.Combine(home, "orchestrator.conf");
        await File.WriteAllTextAsync(config, $$"""
            orchestrator {
              data-dir = "data"
              accounts = [
                {
                  jid = "{{user}}@{{Domain}}"
                  password-file = "password"
                  host = "127.0.0.1"
                  port = {{port}}
                  ca-file = "server.pem"
                  inbox = "inbox"
                  accept-from = ["sender@{{Domain}}"]
                }
              ]
              s5b { listen = "127.0.0.1:0", advertise = ["127.0.0.1"] }
              http { url = "http://127.0.0.1:0" }
              transfer {
                max-rate = {{(limited ? Math.Max(MinRate, size / LimitedSeconds) : "off")}}
                stall-timeout = 10s
                retry { min-backoff = 200ms, max-backoff = 2s }
                checkpoint { bytes = {{Math.Max(MinCheckpoint, size / 32)}}, interval = 250ms }
              }
            }

            """);
        return config;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

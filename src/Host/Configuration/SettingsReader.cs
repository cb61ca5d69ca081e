using System.Collections.Immutable;
using System.Net;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Connections;
using Orchestrator.Xmpp;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads a configuration file over the defaults and checks all of it.</summary>
internal static class SettingsReader
{
    private const int MaxFileBytes = 1024 * 1024;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Reads <paramref name="file"/>; relative paths in it start at its folder.</summary>
    /// <exception cref="ConfigException">All its faults.</exception>
    public static HostSettings ReadFile(string file) => Read(file, Load(file));

    /// <summary>Reads a text as if it stood in <paramref name="file"/>.</summary>
    public static HostSettings Read(string file, string text)
    {
        var (config, entries) = Parse(file, text);
        var faults = new ConfigFaults(file, entries);
        var root = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var top = new ConfigSection(config, "orchestrator.", "orchestrator", faults);

        var accounts = AccountReader.ReadAll(top, root);
        var settings = new OrchestratorSettings(
            Path.GetFullPath(top.Required("data-dir", "\"/var/lib/orchestrator\""), root), accounts, S5b(top), Transfer(top), OobReader.Read(top));
        var host = new HostSettings(
            settings,
            HttpReader.Read(top, root),
            TelemetryReader.Read(top),
            top.Duration("shutdown-grace", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            new LogSettings(
                top.Choice("log.level", LogLevel.Information,
                    ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
                    ("warning", LogLevel.Warning), ("error", LogLevel.Error)),
                top.Choice("log.format", false, ("text", false), ("json", true))),
            faults.Warnings);

        faults.CheckKeys();
        faults.ThrowIfAny();
        return host;
    }

    private static S5bSettings S5b(ConfigSection top)
    {
        var advertise = top.Texts("s5b.advertise");
        foreach (var host in advertise.Where(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown))
            top.Fault("s5b.advertise", $"'{host}' is no host name or address; the port is that of s5b.listen");
        return new S5bSettings(
            EndPoint(top, "s5b.listen"), advertise,
            top.Duration("s5b.connect-timeout", Millisecond, Day),
            top.Duration("s5b.stagger", TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            Proxies(top),
            new AddressGuard(Networks(top, "never-connect-to"), Networks(top, "may-connect-to")));
    }

    private static ImmutableArray<IPNetwork> Networks(ConfigSection top, string key)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in top.Texts(key))
        {
            if (AddressGuard.TryParseNetwork(text, out var network))
                networks.Add(network);
            else
                top.Fault(key, $"'{text}' is no network; write it as \"10.0.0.0/8\" or as a single address");
        }

        return networks.ToImmutable();
    }

    private static ProxySettings Proxies(ConfigSection top)
    {
        var configured = ImmutableArray.CreateBuilder<Jid>();
        foreach (var text in top.Texts("s5b.proxies"))
        {
            if (Jid.TryParse(text, out var jid, out var error))
                configured.Add(jid);
            else
                top.Fault("s5b.proxies", $"'{text}' is no JID: {error}");
        }

        return new ProxySettings(
            configured.ToImmutable(),
            top.Choice("s5b.discover-proxies", true, ("on", true), ("off", false)),
            top.Duration("s5b.proxy-cache", TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
            RetryAfter: TimeSpan.FromMinutes(1),
            top.Count("s5b.streams-per-proxy", 1, 1000, 1));
    }

    private static TransferSettings Transfer(ConfigSection top)
    {
        var (least, most) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(365));
        var retry = new RetrySettings(
            top.Duration("transfer.retry.min-backoff", least, Day),
            top.Duration("transfer.retry.max-backoff", least, Day),
            top.Fraction("transfer.retry.jitter"),
            top.Count("transfer.retry.max-unknown-errors", 0, 1000, 0));
        if (retry.MinBackoff > retry.MaxBackoff)
            top.Fault("transfer.retry.min-backoff", "is longer than max-backoff; lower the one or raise the other");
        return new TransferSettings
        {
            Deadline = top.Duration("transfer.deadline", TimeSpan.FromSeconds(1), most),
            StallTimeout = top.Duration("transfer.stall-timeout", least, Day),
            NegotiationTimeout = top.Duration("transfer.negotiation-timeout", least, Day),
            ConfirmTimeout = top.Duration("transfer.confirm-timeout", least, Day),
            Linger = top.Duration("transfer.linger", least, Day),
            MaxActive = top.Count("transfer.max-active", 1, 1000, 1),
            MaxRate = top.Text("transfer.max-rate") == "off" ? null : top.Bytes("transfer.max-rate", 1024, 1L << 40, 0),
            KeepFinished = top.Duration("transfer.keep-finished", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650)),
            Retry = retry,
            Checkpoint = new CheckpointSettings(
                top.Bytes("transfer.checkpoint.bytes", 64 << 10, 1L << 40, 0),
                top.Duration("transfer.checkpoint.interval", least, Day)),
        };
    }

    /// <summary>An address with a port; anything else is a fault.</summary>
    public static IPEndPoint EndPoint(ConfigSection top, string key)
    {
        var text = top.Text(key) ?? "";
        // Without a port the parser would silently take 0.
        if (IPEndPoint.TryParse(text, out var endPoint) && text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal))
            return endPoint;
        if (text.Length > 0)
            top.Fault(key, $"'{text}' is no address with a port; write it as \"0.0.0.0:7625\" or \"[::]:7625\", port 0 for any free one");
        return new IPEndPoint(IPAddress.IPv6Any, 0);
    }

    private static (Config Config, IReadOnlyList<HoconEntry> Entries) Parse(string file, string text)
    {
        try
        {
            var entries = HoconOutline.Read(text);
            return (ConfigurationFactory.ParseString(text).WithFallback(ConfigurationFactory.ParseString(Defaults())), entries);
        }
        catch (HoconSyntaxException e)
        {
            throw new ConfigException([new ConfigFault(file, e.Line, e.Message)]);
        }
        catch (Exception e)
        {
            throw new ConfigException([new ConfigFault(file, 1, $"this is no HOCON: {e.Message}")]);
        }
    }

    private static string Load(string file)
    {
        if (!File.Exists(file))
            throw new CommandException(ExitCode.Configuration, $"there is no file {file}; 'orchestrator config defaults' shows what can stand in one.");
        try
        {
            var length = new FileInfo(file).Length;
            return length <= MaxFileBytes
                ? File.ReadAllText(file)
                : throw new ConfigException([new ConfigFault(file, 1, $"{Units.Bytes(length)} is too large for a configuration")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Configuration, $"cannot read the configuration {file}: {e.Message}");
        }
    }

    /// <summary>The text of hocon/orchestrator.conf.</summary>
    public static string Defaults()
    {
        using var reader = new StreamReader(typeof(SettingsReader).Assembly.GetManifestResourceStream("orchestrator.conf")!);
        return reader.ReadToEnd();
    }
}

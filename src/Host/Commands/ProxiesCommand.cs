using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Host.Api;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary><c>orchestrator proxies</c>.</summary>
internal static class ProxiesCommand
{
    public static Command Create() => SwitchableCommand.Create(
        "proxies", "proxy", "Shows the SOCKS5 proxies and how they do.",
        async (daemon, json, stop) =>
        {
            var proxies = await daemon.ProxiesAsync(stop);
            if (json)
            {
                foreach (var proxy in proxies)
                    Console.WriteLine(JsonSerializer.Serialize(proxy, ApiJson.Default.ProxyView));
                return;
            }

            Columns.Print("No proxies are known.", ["JID", "State", "Hosts", "Streams", "Good", "Bad", "Latency", "Rate", "Last error", "Mend"],
                proxies.Select(p => new[]
                {
                    p.Jid, p.State.ToString(), string.Join(' ', p.Hosts), Number(p.Streams), Number(p.Successes), Number(p.Failures),
                    p.LatencyMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:0} ms") : "", p.BytesPerSecond is { } rate ? Units.Rate(rate) : "", p.LastError, p.Mend,
                }));
        },
        async (daemon, jid, enabled, json, stop) =>
        {
            var proxy = await daemon.SetProxyAsync(jid, enabled, stop);
            Console.WriteLine(json ? JsonSerializer.Serialize(proxy, ApiJson.Default.ProxyView) : $"{proxy.Jid} {proxy.State}");
        });

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

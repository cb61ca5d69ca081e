using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Telemetry;

/// <summary><c>GET /metrics</c>, for Prometheus. All but the counters is asked of the admin actor when it is scraped.</summary>
internal sealed class MetricsApi(IActorRef admin, EventCounters counters, ConnectionLimit connections)
{
    public ApiRoute Route() => new("GET", "/metrics", Role.Read, "Tells metrics in the text format of Prometheus", WriteAsync)
    {
        Answers = [new(200, "The metrics", ContentType: "text/plain")],
    };

    private async Task WriteAsync(HttpContext context)
    {
        var node = AdminDoor.AskAsync<NodeView>(admin, new AdminProtocol.GetNode());
        var states = AdminDoor.AskAsync<AdminProtocol.Counts>(admin, new AdminProtocol.GetCounts(CountBy.State, null));
        var directions = AdminDoor.AskAsync<AdminProtocol.Counts>(admin, new AdminProtocol.GetCounts(CountBy.Direction, null));
        var accounts = AdminDoor.AskAsync<AdminProtocol.Accounts>(admin, new AdminProtocol.GetAccounts());
        var proxies = AdminDoor.AskAsync<AdminProtocol.Proxies>(admin, new AdminProtocol.GetProxies());
        await Task.WhenAll(node, states, directions, accounts, proxies);
        var text = new PrometheusText();
        Transfers(text, await states, await directions);
        Accounts(text, await accounts);
        Proxies(text, await proxies);
        Node(text, await node);
        counters.Write(text);
        text.Gauge("orchestrator_http_connections", "Connections to the API.", connections.Open);
        Process(text);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private static void Transfers(PrometheusText text, AdminProtocol.Counts states, AdminProtocol.Counts directions)
    {
        Groups(text, "orchestrator_transfers", "Transfers that are remembered, by state.", "state", states, group => group.Count);
        Groups(text, "orchestrator_transfer_size_bytes", "Bytes of their files, by direction.", "direction", directions, group => group.Bytes);
        Groups(text, "orchestrator_transfer_moved_bytes", "Bytes of these that have gone over, by direction.", "direction", directions, group => group.Moved);
        Groups(text, "orchestrator_transfer_bytes_per_second", "Bytes that move now, by direction.", "direction", directions, group => group.BytesPerSecond);
    }

    private static void Groups(PrometheusText text, string name, string help, string label, AdminProtocol.Counts counts, Func<CountGroup, long> value)
    {
        text.Begin(name, "gauge", help);
        foreach (var group in counts.Groups)
            text.Sample(name, value(group), (label, group.Key));
    }

    private static void Accounts(PrometheusText text, AdminProtocol.Accounts accounts)
    {
        const string Online = "orchestrator_account_online";
        text.Begin(Online, "gauge", "1 when the account has a session.");
        foreach (var account in accounts.Items)
            text.Sample(Online, account.State == AccountState.Online ? 1 : 0, ("account", account.Jid));
    }

    private static void Proxies(PrometheusText text, AdminProtocol.Proxies proxies)
    {
        const string Usable = "orchestrator_proxy_usable";
        text.Begin(Usable, "gauge", "1 when the proxy is offered to peers.");
        foreach (var proxy in proxies.Items)
            text.Sample(Usable, proxy.State is ProxyState.Healthy or ProxyState.Unknown ? 1 : 0, ("proxy", proxy.Jid));
        const string Streams = "orchestrator_proxy_streams";
        text.Begin(Streams, "gauge", "Our streams through the proxy.");
        foreach (var proxy in proxies.Items)
            text.Sample(Streams, proxy.Streams, ("proxy", proxy.Jid));
    }

    private static void Node(PrometheusText text, NodeView node)
    {
        const string Free = "orchestrator_free_disk_bytes";
        text.Begin("orchestrator_info", "gauge", "The version.").Sample("orchestrator_info", 1, ("version", node.Version))
            .Gauge("orchestrator_draining", "1 when no session begins.", node.Draining ? 1 : 0)
            .Gauge("orchestrator_queue_depth", "Transfers that wait for a slot.", node.QueueDepth)
            .Gauge("orchestrator_active_sessions", "Outgoing sessions.", node.Active)
            .Gauge("orchestrator_receiving_sessions", "Incoming sessions.", node.Receiving)
            .Gauge("orchestrator_max_active", "Sessions that may run each way.", node.Limits.MaxActive)
            .Gauge("orchestrator_live_transfers", "Transfers in memory.", node.Live)
            .Gauge("orchestrator_catalogue_lag", "Rows that are still to be written.", node.CatalogueLag)
            .Counter("orchestrator_last_event", "The cursor of the last event.", node.LastEvent)
            .Begin(Free, "gauge", "Free bytes of the disk, by folder.");
        foreach (var (folder, bytes) in node.FreeDiskBytes)
            text.Sample(Free, bytes, ("folder", folder));
        text.Gauge("process_resident_memory_bytes", "Resident bytes.", node.RssBytes)
            .Gauge("dotnet_heap_bytes", "Bytes of the managed heap.", node.ManagedBytes)
            .Gauge("process_start_time_seconds", "When the daemon started, in seconds since 1970.", node.StartedAt.ToUnixTimeSeconds());
    }

    private static void Process(PrometheusText text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        text.Counter("process_cpu_seconds_total", "CPU time.", process.TotalProcessorTime.TotalSeconds)
            .Counter("dotnet_allocated_bytes_total", "Bytes allocated.", GC.GetTotalAllocatedBytes());
    }
}

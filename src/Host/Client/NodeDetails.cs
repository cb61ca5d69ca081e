using System.Globalization;
using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Client;

/// <summary>The daemon itself, a line per fact.</summary>
internal static class NodeDetails
{
    public static void Print(NodeView node, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(node, ApiJson.Default.NodeView));
            return;
        }

        Line("version", node.Version);
        Line("started", node.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Line("draining", node.Draining ? "yes: nothing begins until 'orchestrator undrain'" : "no");
        Line("sending", string.Create(CultureInfo.InvariantCulture, $"{node.Active} of {node.Limits.MaxActive}, {node.QueueDepth} wait"));
        Line("receiving", string.Create(CultureInfo.InvariantCulture, $"{node.Receiving} of {node.Limits.MaxActive}"));
        Line("memory", $"{Units.Bytes(node.RssBytes)} resident, {Units.Bytes(node.ManagedBytes)} managed");
        Line("bytestreams", node.Listening);
        Line("data", node.DataDir);
        var limits = node.Limits;
        Line("limits", string.Create(CultureInfo.InvariantCulture, $"max-rate {(limits.MaxRate is { } rate ? Units.Rate(rate) : "none")}, deadline {limits.Deadline}, stall-timeout {limits.StallTimeout}, keep-finished {limits.KeepFinished}"));
        foreach (var (folder, free) in node.FreeDiskBytes)
            Line("free", $"{Units.Bytes(free)} at {folder}");
    }

    private static void Line(string title, string value) => Console.WriteLine($"{title,-13} {Printable.Of(value)}");
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Host.Telemetry;

/// <summary>
/// Tells an OpenTelemetry collector of every transfer that has ended: a span for it, in it one for each session, in that one for each phase.
/// Both sides of a transfer use the same trace.
/// </summary>
internal sealed class TransferTracer : IDisposable
{
    private const string Source = "Orchestrator.Transfers";

    private static readonly ActivitySource Spans = new(Source);
    private readonly IActorRef _admin;
    private readonly TracerProvider _provider;

    public TransferTracer(Uri collector, IActorRef admin)
    {
        _admin = admin;
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("orchestrator", serviceVersion: typeof(TransferTracer).Assembly.GetName().Version!.ToString(3)))
            .AddSource(Source)
            .AddOtlpExporter(otlp =>
            {
                otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
                otlp.Endpoint = new Uri(collector, "/v1/traces");
                otlp.TimeoutMilliseconds = 5000;
            })
            .Build();
    }

    /// <summary>Tells until <paramref name="stop"/>.</summary>
    public async Task RunAsync(EventReader events, CancellationToken stop)
    {
        await foreach (var page in events.ReadAsync(null, stop))
        {
            foreach (var ended in page.Items.Where(happened => happened.Kind is "completed" or "ended"))
            {
                if (await _admin.Ask<object>(new AdminProtocol.GetTransfer(ended.TransferId), TimeSpan.FromSeconds(20)) is TransferView transfer)
                    Tell(transfer);
            }
        }
    }

    /// <summary>What is not told yet is told now, within a second.</summary>
    public void Dispose()
    {
        _provider.ForceFlush(1000);
        _provider.Dispose();
    }

    private static void Tell(TransferView transfer)
    {
        using var span = Begin("transfer", Trace(transfer), transfer.CreatedAt);
        if (span is null)
            return;
        span.SetTag("transfer.id", transfer.Id).SetTag("transfer.remote_id", transfer.RemoteId)
            .SetTag("transfer.direction", transfer.Direction.ToString()).SetTag("transfer.state", transfer.State.ToString())
            .SetTag("transfer.account", transfer.Account).SetTag("transfer.peer", transfer.Peer)
            .SetTag("transfer.size", transfer.Size).SetTag("transfer.sessions", transfer.Sessions);
        if (transfer.State != TransferStatus.Completed)
            span.SetStatus(ActivityStatusCode.Error, transfer.Reason);
        foreach (var session in transfer.SessionHistory ?? [])
            Tell(session, span.Context, transfer.UpdatedAt);
        span.SetEndTime(transfer.UpdatedAt.UtcDateTime);
    }

    private static void Tell(SessionView session, ActivityContext parent, DateTimeOffset end)
    {
        using var span = Begin($"session {session.Number}", parent, session.StartedAt);
        if (span is null)
            return;
        span.SetTag("session.road", session.Road).SetTag("session.proxy", session.Proxy).SetTag("session.peer", session.Peer)
            .SetTag("session.from", session.FromOffset).SetTag("session.to", session.ToOffset);
        if (session.Reason is { } reason)
            span.SetStatus(ActivityStatusCode.Error, reason);
        var (phases, at) = (session.Phases, session.StartedAt);
        foreach (var (name, ms) in new[]
        {
            ("discover", phases.Discover), ("offer", phases.Offer), ("connect", phases.Connect),
            ("activate", phases.Activate), ("stream", phases.Stream), ("verify", phases.Verify),
        })
        {
            if (ms is not { } took)
                continue;
            using var phase = Begin(name, span.Context, at);
            at += TimeSpan.FromMilliseconds(took);
            phase?.SetEndTime(at.UtcDateTime);
        }

        span.SetEndTime((session.EndedAt ?? end).UtcDateTime);
    }

    private static Activity? Begin(string name, ActivityContext parent, DateTimeOffset at) =>
        Spans.StartActivity(name, ActivityKind.Internal, parent, startTime: at);

    // The id that both sides know makes the trace's id.
    private static ActivityContext Trace(TransferView transfer)
    {
        var shared = transfer.Direction == TransferDirection.Outgoing ? transfer.Id : transfer.RemoteId ?? transfer.Id;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(shared));
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash.AsSpan(0, 16)), ActivitySpanId.CreateFromBytes(hash.AsSpan(16, 8)), ActivityTraceFlags.Recorded, isRemote: true);
    }
}

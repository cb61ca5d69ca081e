using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Host.Api.Events;
using Orchestrator.Host.Api.Uploads;
using Orchestrator.Host.Api.Webhooks;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Telemetry;

namespace Orchestrator.Host.Api;

/// <summary>Whoever follows the events of the daemon beside the requests: webhooks, counters, traces, the spool.</summary>
internal sealed class Followers : IAsyncDisposable
{
    private readonly IActorRef _subscriber;
    private readonly BackgroundLoops _loops;
    private readonly HttpClient _http = WebhookSender.Client();
    private TransferTracer? _tracer;

    private Followers(EventReader events, Spool spool, IActorRef subscriber, BackgroundLoops loops)
    {
        Events = events;
        Spool = spool;
        _subscriber = subscriber;
        _loops = loops;
    }

    /// <summary>The events.</summary>
    public EventReader Events { get; }

    /// <summary>Where uploaded content waits.</summary>
    public Spool Spool { get; }

    /// <summary>What has happened so far.</summary>
    public EventCounters Counters { get; } = new();

    public static Followers Start(HostSettings settings, OrchestratorNode node, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<Followers>();
        var hub = new EventHub();
        var admin = node.Admin;
        var subscriber = node.ActorOf(Props.Create(() => new EventHubActor(admin, hub, logger)));
        var followers = new Followers(new EventReader(admin, hub), new Spool(settings.Node.DataDir), subscriber, new BackgroundLoops(logger));
        followers.Start(settings, admin, logger);
        return followers;
    }

    public async ValueTask DisposeAsync()
    {
        await _loops.DisposeAsync();
        _subscriber.Tell(new EventHubActor.Stop());
        _http.Dispose();
        _tracer?.Dispose();
    }

    private void Start(HostSettings settings, IActorRef admin, ILogger logger)
    {
        var keeper = new SpoolKeeper(admin, Spool, Events);
        _loops.Start("The deletion of content that was sent", keeper.FollowAsync);
        _loops.Start("The deletion of content that was left over", keeper.SweepAsync);
        _loops.Start("The counting of events", stop => Counters.RunAsync(Events, stop));
        foreach (var webhook in settings.Http.Webhooks)
        {
            var sender = new WebhookSender(webhook, new WebhookCursor(settings.Node.DataDir, webhook.Url), _http, TimeProvider.System, logger);
            _loops.Start("A webhook", stop => sender.RunAsync(Events, stop));
        }

        if (settings.Telemetry.Otlp is not { } collector)
            return;
        _tracer = new TransferTracer(collector, admin);
        _loops.Start("Tracing", stop => _tracer.RunAsync(Events, stop));
    }
}

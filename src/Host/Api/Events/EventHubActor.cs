using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api.Events;

/// <summary>Subscribes to the events and brings them to the <see cref="EventHub"/>.</summary>
internal sealed class EventHubActor : ReceiveActor, IWithTimers
{
    private const int Page = 1000;

    // A poke or an answer that got lost costs no more than this.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly IActorRef _admin;
    private long? _after;
    private bool _reading;
    private bool _readAgain;

    public EventHubActor(IActorRef admin, EventHub hub, ILogger log)
    {
        _admin = admin;
        Receive<AdminProtocol.Subscribed>(subscribed =>
        {
            if (_after is null)
                hub.Begin(subscribed.Cursor);
            _after ??= subscribed.Cursor;
            Read();
        });
        Receive<AdminProtocol.EventsArrived>(_ => Read());
        Receive<AdminProtocol.Events>(events =>
        {
            _reading = false;
            // An answer that came too late, after it was asked again, may be behind.
            _after = Math.Max(_after ?? 0, events.Next);
            hub.Add(events);
            if (_readAgain || !events.Items.IsEmpty)
                Read();
        });
        Receive<AdminProtocol.Progress>(hub.Add);
        Receive<Status.Failure>(failure => ApiLog.EventsFailed(log, failure.Cause));
        Receive<Look>(_ =>
        {
            _reading = false;
            if (_after is null)
                admin.Tell(new AdminProtocol.SubscribeEvents());
            else
                Read();
        });
        Receive<Stop>(_ => Context.Stop(Self));
    }

    /// <summary>Ends it.</summary>
    public sealed record Stop;

    private sealed record Look;

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Look), new Look(), LookAgain);
        Self.Tell(new Look());
    }

    private void Read()
    {
        _readAgain = _reading;
        if (_reading || _after is not { } after)
            return;
        _reading = true;
        _admin.Tell(new AdminProtocol.GetEvents(after, Page));
    }
}

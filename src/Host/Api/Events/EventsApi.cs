using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api.Events;

/// <summary><c>GET /v1/events</c>: what happens, as server-sent events.</summary>
/// <param name="admin">Knows which transfers there are.</param>
/// <param name="reader">Where events come from.</param>
/// <param name="max">Readers at one time.</param>
/// <param name="stopping">The daemon stops.</param>
internal sealed class EventsApi(IActorRef admin, EventReader reader, int max, CancellationToken stopping)
{
    private int _open;

    public ApiRoute Route() => new("GET", "/v1/events", Role.Read, "Streams what happens, as server-sent events", StreamAsync)
    {
        Query =
        [
            new("after", "Begin after this event; 0: at the oldest; without it, with what comes now", "integer"),
            new("transfer", "Only of this transfer"),
            new("follow", "false: end with the last that there is, and begin at the oldest unless told otherwise", "boolean"),
        ],
        Headers = [new("Last-Event-ID", "As after, and goes before it: browsers send it when they connect again")],
        Answers = [new(200, "Events until the client or the daemon ends it, or with follow=false to the last", ContentType: "text/event-stream")],
    };

    private async Task StreamAsync(HttpContext context)
    {
        var follow = Follow(context.Request);
        var after = After(context.Request) ?? (follow ? null : 0);
        var transfer = context.Request.Query["transfer"] is [{ } id] ? id : null;
        // Of one that is not there nothing would ever come.
        if (transfer is not null)
            await AdminDoor.AskAsync<TransferView>(admin, new AdminProtocol.GetTransfer(transfer));
        try
        {
            if (Interlocked.Increment(ref _open) > max)
                throw new ProblemException(503, "too-many-streams", $"There are {max} readers of events, as many as http.max-event-streams allows; end one, or raise it.");
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            context.Response.ContentType = "text/event-stream";
            // For proxies that would gather it all first.
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await new EventStream(reader, context.Response.BodyWriter, transfer, follow).RunAsync(after, either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The client connects again when the daemon is back.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static bool Follow(HttpRequest request) => (string?)request.Query["follow"] switch
    {
        null or "true" => true,
        "false" => false,
        var other => throw new ProblemException(400, "bad-parameter", $"follow: '{other}' is not allowed here; write true or false."),
    };

    private static long? After(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is { Count: > 0 } last ? ApiQuery.Cursor(last)
        : request.Query["after"] is { Count: > 0 } after ? ApiQuery.Cursor(after)
        : null;
}

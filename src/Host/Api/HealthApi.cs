using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary><c>/health</c>: for whoever starts, restarts or balances daemons. Open to all, tells nothing but the health.</summary>
internal static class HealthApi
{
    public static IEnumerable<ApiRoute> Routes(IActorRef admin) =>
    [
        new("GET", "/health/live", Role.None, "Tells whether the process serves", context => WriteAsync(context, "live"))
        {
            Answers = [new(200, "It does", typeof(HealthView))],
        },
        new("GET", "/health/ready", Role.None, "Tells whether a submission would be accepted", context => ReadyAsync(context, admin))
        {
            Answers = [new(200, "It would", typeof(HealthView))],
        },
    ];

    // The question goes through the admin actor to the database and back.
    private static async Task ReadyAsync(HttpContext context, IActorRef admin)
    {
        await AdminDoor.AskAsync<AdminProtocol.Transfers>(admin, new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Created, true, 1, null));
        await WriteAsync(context, "ready");
    }

    private static Task WriteAsync(HttpContext context, string status) =>
        context.Response.WriteAsJsonAsync(new HealthView(status), ApiJson.Default.HealthView, cancellationToken: context.RequestAborted);
}

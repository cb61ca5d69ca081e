using Akka.Actor;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary><c>/v1/transfers</c>: each request is one question to the admin actor.</summary>
internal static class TransfersApi
{
    private static readonly ApiAnswer Transfer = new(200, "The transfer", typeof(TransferView));

    public static IEnumerable<ApiRoute> Routes(IActorRef admin) =>
    [
        new("POST", "/v1/transfers", Role.Write, "Hands a file over", context => SubmitAsync(context, admin))
        {
            Headers = [new("Idempotency-Key", "The same key gives the same transfer, however often it is sent")],
            Body = typeof(SubmitRequest),
            Answers =
            [
                new(202, "Accepted and durable; Location says where it is", typeof(TransferView)),
                new(200, "The key had been used for the same transfer before", typeof(TransferView)),
            ],
        },
        new("GET", "/v1/transfers", Role.Read, "Lists transfers", context => ListAsync(context, admin))
        {
            Query =
            [
                .. FilterReader.Parameters,
                new("sort", "created, updated, size, priority, peer or name, with - before it the greatest first; -created when absent"),
                ApiQuery.LimitParameter,
                new("cursor", "The next of the page before, asked for in the same order"),
            ],
            Answers = [new(200, "A page", typeof(TransferPage))],
        },
        new("POST", "/v1/transfers/actions", Role.Write, "Does one thing to all transfers of a filter", context => ActOnAllAsync(context, admin))
        {
            Body = typeof(BulkRequest),
            Answers = [new(200, "What became of it", typeof(AdminProtocol.ActedOnAll))],
        },
        new("GET", "/v1/transfers/{id}", Role.Read, "Tells one transfer with its sessions", context => OneAsync(context, admin, new AdminProtocol.GetTransfer(Id(context)))) { Answers = [Transfer] },
        new("PATCH", "/v1/transfers/{id}", Role.Write, "Changes priority, deadline, rate or roads", context => AdjustAsync(context, admin))
        {
            Body = typeof(AdjustRequest),
            Answers = [Transfer],
        },
        new("DELETE", "/v1/transfers/{id}", Role.Write, "Calls a transfer off", context => ActAsync(context, admin, TransferAction.Cancel)) { Answers = [Transfer] },
        Action(admin, "pause", TransferAction.Pause, "Stops a transfer until it is resumed; what has arrived is kept"),
        Action(admin, "resume", TransferAction.Resume, "Lets a paused transfer go on"),
        Action(admin, "cancel", TransferAction.Cancel, "Calls a transfer off"),
        Action(admin, "retry", TransferAction.Retry, "Tries now what waits for a backoff or for the peer"),
        new("GET", "/v1/transfers/{id}/explain", Role.Read, "Tells why it is where it is, and when it will move", context => ExplainAsync(context, admin))
        {
            Answers = [new(200, "The explanation", typeof(Explanation))],
        },
        new("GET", "/v1/transfers/{id}/history", Role.Read, "Tells what happened to it, the oldest first", context => HistoryAsync(context, admin))
        {
            Query = [new("after", "The next of the page before", "integer"), ApiQuery.LimitParameter],
            Answers = [new(200, "A page", typeof(HistoryPage))],
        },
    ];

    private static ApiRoute Action(IActorRef admin, string name, TransferAction action, string summary) =>
        new("POST", $"/v1/transfers/{{id}}/{name}", Role.Write, summary, context => ActAsync(context, admin, action)) { Answers = [Transfer] };

    private static async Task SubmitAsync(HttpContext context, IActorRef admin)
    {
        var submit = await SubmitReader.ReadAsync(context.Request, context.RequestAborted);
        await SubmittedAsync(context, await AdminDoor.AskAsync<AdminProtocol.Submitted>(admin, submit));
    }

    /// <summary>202: accepted now. 200: the key had been used for the same transfer before.</summary>
    public static async Task SubmittedAsync(HttpContext context, AdminProtocol.Submitted submitted)
    {
        context.Response.StatusCode = submitted.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
        context.Response.Headers.Location = $"/v1/transfers/{submitted.Transfer.Id}";
        await context.AnswerAsync(submitted.Transfer, ApiJson.Default.TransferView);
    }

    private static async Task ListAsync(HttpContext context, IActorRef admin)
    {
        var (order, descending) = ApiQuery.Sort(context.Request.Query["sort"]);
        var cursor = context.Request.Query["cursor"] is [{ Length: > 0 } text] ? text : null;
        var list = new AdminProtocol.ListTransfers(FilterReader.Read(context.Request.Query), order, descending, ApiQuery.Limit(context), cursor);
        var transfers = await AdminDoor.AskAsync<AdminProtocol.Transfers>(admin, list);
        await context.AnswerAsync(new TransferPage(transfers.Items, transfers.Next), ApiJson.Default.TransferPage);
    }

    private static async Task ActOnAllAsync(HttpContext context, IActorRef admin) =>
        await context.AnswerAsync(
            await AdminDoor.AskAsync<AdminProtocol.ActedOnAll>(admin, await BulkReader.ReadAsync(context.Request, context.RequestAborted), AdminDoor.LongPatience),
            ApiJson.Default.ActedOnAll);

    private static async Task AdjustAsync(HttpContext context, IActorRef admin)
    {
        var body = await JsonBody.ReadAsync(context.Request, AdjustReader.Shape, context.RequestAborted);
        await OneAsync(context, admin, AdjustReader.Read(body, Id(context)));
    }

    private static Task ActAsync(HttpContext context, IActorRef admin, TransferAction action) =>
        OneAsync(context, admin, new AdminProtocol.Act(Id(context), action));

    private static async Task OneAsync(HttpContext context, IActorRef admin, object question) =>
        await context.AnswerAsync(await AdminDoor.AskAsync<TransferView>(admin, question), ApiJson.Default.TransferView);

    private static async Task ExplainAsync(HttpContext context, IActorRef admin) =>
        await context.AnswerAsync(await AdminDoor.AskAsync<Explanation>(admin, new AdminProtocol.Explain(Id(context))), ApiJson.Default.Explanation);

    private static async Task HistoryAsync(HttpContext context, IActorRef admin)
    {
        var question = new AdminProtocol.GetHistory(Id(context), ApiQuery.Cursor(context.Request.Query["after"]), ApiQuery.Limit(context));
        var history = await AdminDoor.AskAsync<AdminProtocol.History>(admin, question);
        await context.AnswerAsync(new HistoryPage(history.Events, history.Next), ApiJson.Default.HistoryPage);
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}

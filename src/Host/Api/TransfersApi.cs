using System.Globalization;
using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary><c>/v1/transfers</c>: each request is one question to the admin actor.</summary>
internal static class TransfersApi
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes, IActorRef admin)
    {
        routes.MapPost("/v1/transfers", context => SubmitAsync(context, admin));
        routes.MapGet("/v1/transfers", context => ListAsync(context, admin));
        routes.MapGet("/v1/transfers/{id}", context => OneAsync(context, admin, new AdminProtocol.GetTransfer(Id(context))));
        routes.MapDelete("/v1/transfers/{id}", context => OneAsync(context, admin, new AdminProtocol.Act(Id(context), TransferAction.Cancel)));
    }

    // 202: accepted now. 200: the key had been used for the same transfer before.
    private static async Task SubmitAsync(HttpContext context, IActorRef admin)
    {
        var submit = await SubmitReader.ReadAsync(context.Request, context.RequestAborted);
        switch (await AskAsync(admin, submit))
        {
            case AdminProtocol.Submitted submitted:
                context.Response.StatusCode = submitted.Created ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
                context.Response.Headers.Location = $"/v1/transfers/{submitted.Transfer.Id}";
                await WriteAsync(context, submitted.Transfer);
                break;
            case AdminProtocol.Conflict conflict:
                throw new ProblemException(409, "key-conflict", conflict.Detail, conflict.Existing.Id);
            case AdminProtocol.Refused refused:
                throw new ProblemException(422, refused.Code, refused.Detail);
            case var other:
                throw Unexpected(other);
        }
    }

    private static async Task ListAsync(HttpContext context, IActorRef admin)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(key => key is not ("state" or "limit" or "before")) is { } unknown)
            throw new ProblemException(400, "unknown-parameter", $"There is no parameter '{unknown}'; there are state, limit and before.");
        var list = new AdminProtocol.ListTransfers(
            State(query["state"]) is { } state ? new TransferFilter { States = [state] } : TransferFilter.All,
            TransferOrder.Created, Descending: true, Limit(query["limit"]), query["before"] is [{ Length: > 0 } before] ? before : null);
        switch (await AskAsync(admin, list))
        {
            case AdminProtocol.Transfers transfers:
                await context.Response.WriteAsJsonAsync(
                    new TransferPage(transfers.Items, transfers.Next), ApiJson.Default.TransferPage, cancellationToken: context.RequestAborted);
                break;
            case AdminProtocol.Refused refused:
                throw new ProblemException(400, refused.Code, refused.Detail);
            case var other:
                throw Unexpected(other);
        }
    }

    private static async Task OneAsync(HttpContext context, IActorRef admin, object question)
    {
        switch (await AskAsync(admin, question))
        {
            case TransferView transfer:
                await WriteAsync(context, transfer);
                break;
            case AdminProtocol.NotFound notFound:
                throw new ProblemException(404, "no-such-transfer", $"There is no transfer '{notFound.Id}'; 'orchestrator list' shows those there are.");
            case AdminProtocol.Refused refused:
                throw new ProblemException(409, refused.Code, refused.Detail, Id(context));
            case var other:
                throw Unexpected(other);
        }
    }

    private static async Task<object> AskAsync(IActorRef admin, object question)
    {
        try
        {
            return await admin.Ask<object>(question, AskTimeout);
        }
        catch (AskTimeoutException)
        {
            throw new ProblemException(503, "no-answer-in-time",
                $"The daemon gave no answer within {AskTimeout.TotalSeconds:0} s. Ask again; a submission is safe to repeat with the same Idempotency-Key.");
        }
    }

    private static TransferStatus? State(Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values.Count == 0)
            return null;
        if (values is [{ Length: > 0 } text] && char.IsAsciiLetter(text[0]) && Enum.TryParse<TransferStatus>(text, ignoreCase: true, out var state))
            return state;
        throw new ProblemException(400, "bad-state", $"'{values}' is no state; the states are {string.Join(", ", Enum.GetNames<TransferStatus>())}.");
    }

    private static int Limit(Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values.Count == 0)
            return DefaultLimit;
        return values is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new ProblemException(400, "bad-limit", $"'{values}' is no limit; write a whole number from 1 to {MaxLimit}.");
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static Task WriteAsync(HttpContext context, TransferView transfer) =>
        context.Response.WriteAsJsonAsync(transfer, ApiJson.Default.TransferView, cancellationToken: context.RequestAborted);

    private static InvalidOperationException Unexpected(object answer) => new($"The admin actor answered with {answer.GetType().Name}.");
}

using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Primitives;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api;

/// <summary>What requests have in common: paging, and JSON answers.</summary>
internal static class ApiQuery
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static readonly QueryParameter LimitParameter = new("limit", "At most so many, 1 to 1000; 100 when absent", "integer");

    /// <summary>How many are wanted.</summary>
    public static int Limit(HttpContext context)
    {
        var values = context.Request.Query["limit"];
        if (values.Count == 0)
            return DefaultLimit;
        return values is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit
            ? limit
            : throw new ProblemException(400, "bad-limit", $"'{values}' is no limit; write a whole number from 1 to {MaxLimit}, and go on with the next of the page.");
    }

    /// <summary>The cursor of an event; 0 when absent.</summary>
    public static long Cursor(StringValues values)
    {
        if (values.Count == 0)
            return 0;
        return values is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor)
            ? cursor
            : throw new ProblemException(400, "bad-cursor", $"'{values}' is no cursor of an event; write the id of the last one that you have, or nothing to begin at the first.");
    }

    /// <summary>The order of a list.</summary>
    public static (TransferOrder Order, bool Descending) Sort(StringValues values)
    {
        if (values.Count == 0)
            return (TransferOrder.Created, true);
        var text = values is [{ Length: > 0 } one] ? one : "";
        var descending = text.StartsWith('-');
        foreach (var order in Enum.GetValues<TransferOrder>())
        {
            if (text.AsSpan(descending ? 1 : 0).Equals(order.ToString(), StringComparison.OrdinalIgnoreCase))
                return (order, descending);
        }

        throw new ProblemException(400, "bad-sort", $"'{values}' is no order; write created, updated, size, priority, peer or name, with - before it for the greatest first.");
    }

    /// <summary>Answers with JSON.</summary>
    public static Task AnswerAsync<T>(this HttpContext context, T answer, JsonTypeInfo<T> type) =>
        context.Response.WriteAsJsonAsync(answer, type, cancellationToken: context.RequestAborted);
}

using Microsoft.AspNetCore.WebUtilities;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Host.Api;

/// <summary>Makes every error of the API a <see cref="Problem"/>, also those of routing and of the server itself.</summary>
internal static class ProblemMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.CacheControl = "no-store";
            await next(context);
            // Routing answers without a body.
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
                await WriteAsync(context, 404, "no-such-resource", $"There is nothing at {context.Request.Path}; the transfers are at /v1/transfers.");
            else if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
                await WriteAsync(context, 405, "wrong-method", $"{context.Request.Method} is not possible here; allowed: {context.Response.Headers.Allow}.");
        }
        catch (ProblemException e)
        {
            await WriteAsync(context, e.Status, e.Code, e.Message, e.TransferId, e.State);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await WriteAsync(context, 413, "body-too-large", $"The body is larger than {ApiServer.MaxBodyBytes} bytes; only the file's path belongs into it, not the file.");
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, "bad-request", $"{e.Message} Send well-formed HTTP.");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (Exception e)
        {
            ApiLog.RequestFailed(logger, e, context.Request.Method, context.Request.Path);
            await WriteAsync(context, 500, "internal-error", "The daemon failed to serve this request; its log tells why.");
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string code, string detail, string? transferId = null, TransferStatus? state = null)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = status;
        var problem = new Problem(ReasonPhrases.GetReasonPhrase(status), status, code, detail, transferId, state);
        await context.Response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, Problem.ContentType, context.RequestAborted);
    }
}

using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Orchestrator.Actors.Settings;
using Orchestrator.Host.Serving;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Http;

namespace Orchestrator.Host.Files;

/// <summary>Gives out, by HTTP with ranges, what is offered at URLs of ours (XEP-0066), and nothing else.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private readonly WebApplication _app;

    private FileServer(WebApplication app) => _app = app;

    /// <summary>Begins to serve.</summary>
    /// <exception cref="CommandException">The port cannot be had.</exception>
    public static async Task<FileServer> StartAsync(OobSettings settings, ServedFiles files, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(settings.Listen, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestLineSize = 4096;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, files));
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            var why = e.InnerException is AddressInUseException ? "is in use" : $"cannot be had: {e.Message}";
            throw new CommandException(ExitCode.CannotStart, $"{settings.Listen} {why}; write another address into orchestrator.oob.listen.");
        }

        return new FileServer(app);
    }

    /// <summary>Ends every response.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, ServedFiles files)
    {
        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
        }
        else if (files.Find(context.Request.Path.Value ?? "") is not { } file)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            await GiveAsync(context, file);
        }
    }

    private static async Task GiveAsync(HttpContext context, ServedFile file)
    {
        var response = context.Response;
        try
        {
            await using var stream = file.TryOpen();
            if (stream is null)
            {
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.Headers.RetryAfter = "1";
                return;
            }

            // No browser shall show it, and no cache keep it longer than its URL lives.
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "private, no-store";
            await TypedResults
                .Stream(stream, "application/octet-stream", file.Name, file.Source.ModifiedAt, new EntityTagHeaderValue(file.ETag), enableRangeProcessing: true)
                .ExecuteAsync(context);
        }
        catch (SourceFileException)
        {
            // What was offered is no more.
            response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // The offer was withdrawn, the file cannot be read, or the client has gone: the other side sees a body cut short.
            context.Abort();
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Tests.Interop.Foreign;

/// <summary>A web server with one file, that gives ranges of it and can be told to misbehave.</summary>
internal sealed class WebFile : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private WebFile(byte[] content)
    {
        Content = content;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public byte[] Content { get; set; }

    public string ETag { get; set; } = "\"v1\"";

    /// <summary>Gets the number of each request, from 1: true when it has answered it itself.</summary>
    public Func<int, HttpContext, Task<bool>> Misbehave { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>The Range headers of the requests so far; empty for none.</summary>
    public List<string> Ranges { get; } = [];

    public Uri Url(string path = "report.bin", string host = "127.0.0.1") =>
        new($"http://{host}:{new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port}/{path}");

    public static async Task<WebFile> StartAsync(byte[] content)
    {
        var web = new WebFile(content);
        await web._app.StartAsync();
        return web;
    }

    /// <summary>Begins a whole answer and breaks the connection after so many bytes.</summary>
    public async Task<bool> BreakAfterAsync(HttpContext context, int bytes)
    {
        context.Response.ContentLength = Content.Length;
        context.Response.Headers.ETag = ETag;
        await context.Response.Body.WriteAsync(Content.AsMemory(0, bytes));
        await context.Response.Body.FlushAsync();
        context.Abort();
        return true;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        int number;
        lock (Ranges)
        {
            Ranges.Add(context.Request.Headers.Range.ToString());
            number = ++_requests;
        }

        if (!await Misbehave(number, context))
            await TypedResults.Bytes(Content, "application/octet-stream", enableRangeProcessing: true, entityTag: new(ETag)).ExecuteAsync(context);
    }
}

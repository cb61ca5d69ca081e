using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Tests.Host.Api;

/// <summary>Whom a daemon posts to.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Target(WebApplication app) => _app = app;

    /// <summary>What was posted and answered with 2xx.</summary>
    public ConcurrentQueue<(IHeaderDictionary Headers, string Path, byte[] Body)> Posts { get; } = [];

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Answers each post with what <paramref name="answer"/> says.</summary>
    public static async Task<Target> StartAsync(Func<int, Task<int>> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var target = new Target(builder.Build());
        var count = 0;
        target._app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            context.Response.StatusCode = await answer(Interlocked.Increment(ref count));
            if (context.Response.StatusCode < 300)
                target.Posts.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), context.Request.Path, body.ToArray()));
        });
        await target._app.StartAsync();
        return target;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

using System.Net;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Host.Api;

/// <summary>The HTTP API on Kestrel.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    /// <summary>The largest request body, bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly WebApplication _app;

    private ApiServer(WebApplication app, string address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public string Address { get; }

    /// <summary>Begins to serve.</summary>
    /// <exception cref="CommandException">The port cannot be had.</exception>
    public static async Task<ApiServer> StartAsync(IPEndPoint endPoint, IActorRef admin, ILoggerFactory loggers)
    {
        // The empty builder reads no environment and no appsettings: hocon/ is the only configuration there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(endPoint);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        var app = builder.Build();
        var logger = loggers.CreateLogger<ApiServer>();
        app.Use((context, next) => ProblemMiddleware.InvokeAsync(context, next, logger));
        app.UseRouting();
        TransfersApi.Map(app, admin);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            var why = e.InnerException is AddressInUseException ? "is in use; is another daemon running?" : $"cannot be had: {e.Message}";
            throw new CommandException(ExitCode.CannotStart, $"{endPoint} {why} Write another port into orchestrator.http.url.");
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new ApiServer(app, addresses.Addresses.Single());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Signals are the daemon's business, not the web host's.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

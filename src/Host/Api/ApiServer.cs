using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Orchestrator.Actors;
using Orchestrator.Host.Api.Events;
using Orchestrator.Host.Api.Uploads;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Dashboard;
using Orchestrator.Host.Serving;
using Orchestrator.Host.Telemetry;

namespace Orchestrator.Host.Api;

/// <summary>The HTTP API on Kestrel.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    /// <summary>The largest request body but for uploads, bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly WebApplication _app;
    private readonly IAsyncDisposable[] _owned;

    private ApiServer(WebApplication app, string address, IAsyncDisposable[] owned)
    {
        _app = app;
        _owned = owned;
        Address = address;
    }

    /// <summary>Where it listens, with the real port; <c>unix:/path</c> for a socket.</summary>
    public string Address { get; }

    /// <summary>Begins to serve.</summary>
    /// <exception cref="CommandException">The port cannot be had.</exception>
    public static async Task<ApiServer> StartAsync(HostSettings settings, OrchestratorNode node, ILoggerFactory loggers)
    {
        var http = settings.Http;
        var logger = loggers.CreateLogger<ApiServer>();
        // The empty builder reads no environment and no appsettings: hocon/ is the only configuration there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        // Streams end when the daemon stops; whoever does not end by then is cut off.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var connections = new ConnectionLimit(http.MaxConnections);
        Listening.On(builder.WebHost, http, connections);
        var app = builder.Build();
        var followers = Followers.Start(settings, node, loggers);
        var requests = new RequestLimit(http.RequestsPerSecond);
        var routes = new List<ApiRoute>();
        routes.AddRange(TransfersApi.Routes(node.Admin));
        routes.AddRange(new UploadApi(node.Admin, followers.Spool, http.MaxUpload).Routes());
        routes.AddRange(HouseApi.Routes(node.Admin));
        routes.Add(new EventsApi(node.Admin, followers.Events, http.MaxEventStreams, app.Lifetime.ApplicationStopping).Route());
        routes.AddRange(HealthApi.Routes(node.Admin));
        routes.Add(new MetricsApi(node.Admin, followers.Counters, connections).Route());
        routes.Add(OpenApiDocument.Route(routes));
        Build(app, routes, new Access(http.Tokens, http.Listen is UnixDomainSocketEndPoint), requests, followers.Counters, logger);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await app.DisposeAsync();
            await followers.DisposeAsync();
            await requests.DisposeAsync();
            var why = e.InnerException is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                ? "is in use; is another daemon running?" : $"cannot be had: {e.Message}";
            throw new CommandException(ExitCode.CannotStart, $"{http.Listen} {why} Write another address into orchestrator.http.url.");
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var address = http.Listen is UnixDomainSocketEndPoint unix ? $"unix:{unix}" : addresses.Addresses.Single();
        return new ApiServer(app, address, [followers, requests]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }

    private static void Build(WebApplication app, List<ApiRoute> routes, Access access, RequestLimit requests, EventCounters counters, ILogger logger)
    {
        app.Use(async (context, next) =>
        {
            await ProblemMiddleware.InvokeAsync(context, next, logger);
            counters.Count(context.Request.Method, context.Response.StatusCode);
        });
        app.Use((context, next) =>
        {
            requests.Check(context);
            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            var route = context.GetEndpoint()?.Metadata.GetMetadata<ApiRoute>();
            access.Check(context, route?.Role ?? Role.None);
            if (route is not null)
                CheckQuery(context.Request.Query, route);
            return next(context);
        });
        foreach (var route in routes)
            app.MapMethods(route.Path, [route.Method], route.Handle).WithMetadata(route);
        DashboardFiles.Map(app);
    }

    private static void CheckQuery(IQueryCollection query, ApiRoute route)
    {
        if (query.Keys.FirstOrDefault(key => route.Query.All(parameter => parameter.Name != key)) is not { } unknown)
            return;
        var known = route.Query.IsEmpty ? "there are none here" : $"there are {string.Join(", ", route.Query.Select(parameter => parameter.Name))}";
        throw new ProblemException(400, "unknown-parameter", $"There is no parameter '{unknown}'; {known}.");
    }
}

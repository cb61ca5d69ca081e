using System.Net.Sockets;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Orchestrator.Host.Configuration;
using Orchestrator.Host.Dashboard;
using Orchestrator.Host.Serving;

namespace Orchestrator.Host.Api;

/// <summary>The HTTP API on Kestrel.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    /// <summary>The largest request body but for uploads, bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly WebApplication _app;
    private readonly RequestLimit _requests;

    private ApiServer(WebApplication app, RequestLimit requests, string address)
    {
        _app = app;
        _requests = requests;
        Address = address;
    }

    /// <summary>Where it listens, with the real port; <c>unix:/path</c> for a socket.</summary>
    public string Address { get; }

    /// <summary>Begins to serve.</summary>
    /// <exception cref="CommandException">The port cannot be had.</exception>
    public static async Task<ApiServer> StartAsync(HttpSettings http, IActorRef admin, ILoggerFactory loggers)
    {
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
        var requests = new RequestLimit(http.RequestsPerSecond);
        Build(app, Routes(admin), new Access(http.Tokens, http.Listen is UnixDomainSocketEndPoint), requests, loggers.CreateLogger<ApiServer>());
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await app.DisposeAsync();
            requests.Dispose();
            var why = e.InnerException is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                ? "is in use; is another daemon running?" : $"cannot be had: {e.Message}";
            throw new CommandException(ExitCode.CannotStart, $"{http.Listen} {why} Write another address into orchestrator.http.url.");
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var address = http.Listen is UnixDomainSocketEndPoint unix ? $"unix:{unix}" : addresses.Addresses.Single();
        return new ApiServer(app, requests, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _requests.Dispose();
    }

    /// <summary>Everything that is served.</summary>
    public static IReadOnlyList<ApiRoute> Routes(IActorRef admin)
    {
        var routes = new List<ApiRoute>();
        routes.AddRange(TransfersApi.Routes(admin));
        routes.AddRange(HouseApi.Routes(admin));
        routes.AddRange(HealthApi.Routes(admin));
        routes.Add(OpenApiDocument.Route(routes));
        return routes;
    }

    private static void Build(WebApplication app, IReadOnlyList<ApiRoute> routes, Access access, RequestLimit requests, ILogger logger)
    {
        app.Use((context, next) => ProblemMiddleware.InvokeAsync(context, next, logger));
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

using Microsoft.Extensions.Hosting;

namespace Orchestrator.Host.Serving;

/// <summary>For a web host in the daemon: signals are the daemon's business.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

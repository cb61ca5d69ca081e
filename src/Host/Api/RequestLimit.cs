using System.Net;
using System.Threading.RateLimiting;

namespace Orchestrator.Host.Api;

/// <summary>How many requests one address may make.</summary>
/// <param name="perSecond">Requests a second; a burst of as many is allowed.</param>
internal sealed class RequestLimit(int perSecond) : IAsyncDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = Math.Max(1, perSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / 10) / (double)perSecond),
            QueueLimit = 0,
        }));

    /// <exception cref="ProblemException">These are too many.</exception>
    public void Check(HttpContext context)
    {
        // A unix socket has no addresses: its clients are counted together.
        using var lease = _limiter.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (lease.IsAcquired)
            return;
        context.Response.Headers.RetryAfter = "1";
        throw new ProblemException(429, "rate-limited", $"You ask more than {perSecond} times a second; wait a second, or raise http.requests-per-second.");
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();
}

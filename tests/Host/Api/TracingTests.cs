using System.Text;

namespace Orchestrator.Tests.Host.Api;

/// <summary>What an OpenTelemetry collector is told.</summary>
public sealed class TracingTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_collector_gets_a_trace_of_a_transfer_that_has_ended()
    {
        await using var collector = await Target.StartAsync(_ => Task.FromResult(200));
        string id;
        await using (var server = await api.ServeAsync("", $"telemetry.otlp = \"{collector.Url}\""))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
            // Events are followed from here on.
            using var feed = await EventFeed.OpenAsync(http);
            using var submitted = await api.SubmitAsync(api.File());
            id = (await ApiFixture.JsonAsync(submitted)).GetProperty("id").GetString()!;
            using var cancelled = await api.Http.DeleteAsync($"/v1/transfers/{id}");
            await Eventually.TrueAsync(() => Task.FromResult(Told(collector, id)));
        }

        var (_, path, body) = collector.Posts.First(post => Encoding.Latin1.GetString(post.Body).Contains(id, StringComparison.Ordinal));
        path.ShouldBe("/v1/traces");
        foreach (var expected in new[] { "orchestrator", "transfer.state", "Cancelled", "bot@localhost" })
            Encoding.Latin1.GetString(body).ShouldContain(expected);
    }

    private static bool Told(Target collector, string id) =>
        collector.Posts.Any(post => Encoding.Latin1.GetString(post.Body).Contains(id, StringComparison.Ordinal));
}

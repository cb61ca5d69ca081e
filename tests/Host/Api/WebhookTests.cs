using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;
using Orchestrator.Host.Api.Events;
using Orchestrator.Host.Api.Webhooks;

namespace Orchestrator.Tests.Host.Api;

/// <summary>Whoever is told of events by post.</summary>
public sealed class WebhookTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_target_is_told_everything_signed_in_order_and_again_until_it_takes_it()
    {
        await using var target = await Target.StartAsync(count => Task.FromResult(count == 1 ? 500 : 204));
        await using var server = await ServeAsync(Webhook(target.Url), begin: 1);
        var id = await SubmitAndCancelAsync();

        await Eventually.TrueAsync(() => Task.FromResult(Of(target, id).Contains("ended")));
        var kinds = Of(target, id);
        kinds[0].ShouldBe("submitted");
        kinds[^1].ShouldBe("ended");
        foreach (var (headers, _, body) in target.Posts)
        {
            var parts = headers["Orchestrator-Signature"].ToString().Split(',');
            var signed = Encoding.ASCII.GetBytes(parts[0][2..] + ".").Concat(body).ToArray();
            parts[1].ShouldBe("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ApiFixture.WriteToken), signed)));
            headers["Orchestrator-Delivery"].ToString().ShouldBe($"{JsonDocument.Parse(body).RootElement.GetProperty("cursor").GetInt64()}");
        }
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var target = await Target.StartAsync(_ => Task.FromResult(200));
        string before;
        List<string> told;
        await using (await ServeAsync(Webhook(target.Url), begin: 1))
        {
            before = await SubmitAndCancelAsync();
            await Eventually.TrueAsync(() => Task.FromResult(Of(target, before).Contains("ended")));
            // Who took the last one may be told it again until that is noted.
            await Eventually.TrueAsync(() => Task.FromResult(Cursor(target).Read() >= LastDelivery(target)));
            told = Of(target, before);
        }

        var between = await SubmitAndCancelAsync();
        await using var again = await ServeAsync(Webhook(target.Url), begin: 0);
        await Eventually.TrueAsync(() => Task.FromResult(Of(target, between).Contains("ended")));
        Of(target, between)[0].ShouldBe("submitted");
        Of(target, before).ShouldBe(told);
    }

    [Fact]
    public async Task When_the_database_is_an_older_one_than_it_was_its_log_tells_and_it_goes_on_with_what_is_new()
    {
        const long Ahead = 1_000_000;
        await SubmitAndCancelAsync();
        await using var target = await Target.StartAsync(_ => Task.FromResult(200));
        var cursor = Cursor(target);
        cursor.Write(Ahead);
        var log = new LogLines();
        await using var server = await api.ServeAsync(Webhook(target.Url), loggers: log);
        await Eventually.TrueAsync(() => Task.FromResult(cursor.Read() < Ahead));
        log.Of(4202).ShouldHaveSingleItem().ShouldContain($"told up to {Ahead}");

        var id = await SubmitAndCancelAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Of(target, id).Contains("ended")));
        Of(target, id)[0].ShouldBe("submitted");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    public async Task An_event_that_the_target_refuses_is_given_up_and_the_next_one_told(int status)
    {
        var (told, log) = await TellTwoAsync(status, WebhookSender.MaxRejections);
        told.ShouldBe(["2"]);
        log.Of(4200).Count().ShouldBe(WebhookSender.MaxRejections - 1);
        log.Of(4201).ShouldHaveSingleItem().ShouldContain($"it answered {status}");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task An_event_that_the_target_cannot_take_now_is_told_until_it_can(int status)
    {
        var (told, log) = await TellTwoAsync(status, 2 * WebhookSender.MaxRejections);
        told.ShouldBe(["1", "2"]);
        log.Of(4201).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_hangs_stops_nobody_else()
    {
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        await using var target = await Target.StartAsync(_ => Task.FromResult(200));
        var server = await ServeAsync($$"""
            webhooks = [
              { url = "http://{{hanging.LocalEndpoint}}/", secret-file = write.token }
              { url = "{{target.Url}}", secret-file = write.token, events = [ended] }
            ]
            """, begin: 2);

        var id = await SubmitAndCancelAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Of(target, id).Count > 0));
        Of(target, id).ShouldBe(["ended"]);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string Webhook(string url) => $$"""webhooks = [ { url = "{{url}}/hook", secret-file = write.token } ]""";

    // Two events of one transfer, to a target that answers so for so many times: what it took in the end.
    private async Task<(IEnumerable<string> Told, LogLines Log)> TellTwoAsync(int status, int times)
    {
        await using var target = await Target.StartAsync(count => Task.FromResult(count <= times ? status : 204));
        var settings = new WebhookSettings(new Uri(target.Url), new WebhookSecret("secret"), []);
        var (cursor, hub, log) = (new WebhookCursor(api.In("cursors"), settings.Url), new EventHub(), new LogLines());
        cursor.Write(0);
        hub.Begin(0);
        hub.Add(new AdminProtocol.Events(null, [.. Enumerable.Range(1, 2).Select(n => new HistoryEvent(n, "id", DateTimeOffset.UtcNow, "api", "paused", JsonElement.Parse("{}")))], 2));
        using var http = WebhookSender.Client();
        using var stop = new CancellationTokenSource();
        var running = new WebhookSender(settings, cursor, http, new HastyTime(), log).RunAsync(new EventReader(ActorRefs.Nobody, hub), stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(cursor.Read() == 2));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        return (target.Posts.Select(post => post.Headers["Orchestrator-Delivery"].ToString()), log);
    }

    private static long LastDelivery(Target target) =>
        target.Posts.Max(post => long.Parse(post.Headers["Orchestrator-Delivery"]!, CultureInfo.InvariantCulture));

    private WebhookCursor Cursor(Target target) => new(api.In("data"), new Uri(target.Url + "/hook"));

    private static List<string> Of(Target target, string id) =>
    [
        .. target.Posts.Select(post => JsonDocument.Parse(post.Body).RootElement)
            .Where(happened => happened.GetProperty("transferId").GetString() == id)
            .Select(happened => happened.GetProperty("kind").GetString()!),
    ];

    // A webhook is told of what comes after it is there: its cursor says that it is.
    private async Task<ApiServer> ServeAsync(string http, int begin)
    {
        var known = Cursors();
        var server = await api.ServeAsync(http);
        await Eventually.TrueAsync(() => Task.FromResult(Cursors() == known + begin));
        return server;
    }

    private int Cursors() => Directory.Exists(api.In("data/webhooks")) ? Directory.GetFiles(api.In("data/webhooks")).Length : 0;

    private async Task<string> SubmitAndCancelAsync()
    {
        using var submitted = await api.SubmitAsync(api.File());
        var id = (await ApiFixture.JsonAsync(submitted)).GetProperty("id").GetString()!;
        using var cancelled = await api.Http.DeleteAsync($"/v1/transfers/{id}");
        return id;
    }

    // Waits a thousandth of what it is asked to.
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 1000 : dueTime, period);
    }
}

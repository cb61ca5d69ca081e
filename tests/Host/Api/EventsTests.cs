using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api.Events;

namespace Orchestrator.Tests.Host.Api;

/// <summary>The stream of events.</summary>
public sealed class EventsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_reader_that_comes_again_goes_on_after_its_last_event_without_a_gap()
    {
        using var first = await EventFeed.OpenAsync(api.Http);
        var id = await SubmitAsync();
        await first.UntilAsync("submitted", id);
        var last = first.LastId;
        first.Dispose();

        using var cancelled = await api.Http.DeleteAsync($"/v1/transfers/{id}");
        using var second = await EventFeed.OpenAsync(api.Http, lastId: last);
        var events = await second.UntilAsync("ended", id);

        // Nothing is missing: the journal itself has no other events after the last one.
        using var all = await EventFeed.OpenAsync(api.Http, "?after=0");
        var cursors = (await all.UntilAsync("ended", id)).Select(happened => happened.Data.GetProperty("cursor").GetInt64()).Where(cursor => cursor > last);
        events.Select(happened => happened.Data.GetProperty("cursor").GetInt64()).ShouldBe(cursors);
    }

    [Fact]
    public void What_was_asked_for_twice_is_told_once()
    {
        var hub = new EventHub();
        hub.Begin(10);
        hub.Add(Page(11, 13));
        hub.Add(Page(11, 15));
        hub.Add(Page(11, 12));
        hub.After(10, 100)!.Items.Select(happened => happened.Cursor).ShouldBe([11, 12, 13, 14, 15]);
        hub.Last.ShouldBe(15);

        static AdminProtocol.Events Page(int from, int to) => new(
            null, [.. Enumerable.Range(from, to - from + 1).Select(n => new HistoryEvent(n, "id", DateTimeOffset.UnixEpoch, "api", "paused", default))], to);
    }

    [Fact]
    public async Task A_cursor_from_a_journal_that_was_longer_is_told_of_and_goes_on_with_what_is_new()
    {
        const long Ahead = 1_000_000;
        await SubmitAsync();
        using var feed = await EventFeed.OpenAsync(api.Http, lastId: Ahead);
        var (kind, gap) = await feed.NextAsync();
        kind.ShouldBe("gap");
        gap.GetProperty("from").GetInt64().ShouldBe(Ahead);
        gap.GetProperty("to").GetInt64().ShouldBe(feed.LastId);
        feed.LastId.ShouldBeInRange(1, Ahead - 1);

        var id = await SubmitAsync();
        await feed.UntilAsync("submitted", id);
    }

    [Fact]
    public async Task Who_does_not_follow_is_told_what_there_is_and_no_more()
    {
        var id = await SubmitAsync();

        var all = await api.Http.GetStringAsync(new Uri("/v1/events?follow=false", UriKind.Relative));

        all.ShouldContain("id: 1\nevent: submitted");
        all.ShouldContain(id);
        all.ShouldEndWith("\n\n");
    }

    [Fact]
    public async Task Who_wants_one_transfer_hears_of_no_other()
    {
        var (wanted, other) = (await SubmitAsync(), await SubmitAsync());
        using var feed = await EventFeed.OpenAsync(api.Http, $"?transfer={wanted}&after=0");
        using var first = await api.Http.DeleteAsync($"/v1/transfers/{other}");
        using var second = await api.Http.DeleteAsync($"/v1/transfers/{wanted}");
        (await feed.UntilAsync("ended", wanted)).ShouldAllBe(happened => happened.Data.GetProperty("transferId").GetString() == wanted);
    }

    [Fact]
    public async Task More_readers_than_allowed_are_told_so()
    {
        await using var server = await api.ServeAsync("max-event-streams = 1");
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var feed = await EventFeed.OpenAsync(http);
        using var response = await http.GetAsync("/v1/events");
        await Problems.ShouldBeAsync(response, 503, "too-many-streams");
    }

    [Fact]
    public async Task The_daemon_stops_although_somebody_reads()
    {
        var server = await api.ServeAsync("");
        using var http = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var feed = await EventFeed.OpenAsync(http);
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/v1/events?after=nix", 400, "bad-cursor")]
    [InlineData("/v1/events?after=-1", 400, "bad-cursor")]
    [InlineData("/v1/events?transfer=nix", 404, "no-such-transfer")]
    [InlineData("/v1/events?transfer=", 404, "no-such-transfer")]
    [InlineData("/v1/events?transfer=aaaaaaaaaaaaaaaaaaaaaaaa", 404, "no-such-transfer")]
    [InlineData("/v1/events?follow=maybe", 400, "bad-parameter")]
    [InlineData("/v1/events?since=1", 400, "unknown-parameter")]
    public async Task A_bad_request_is_refused_with_a_code(string path, int status, string code)
    {
        using var response = await api.Http.GetAsync(path);
        await Problems.ShouldBeAsync(response, status, code);
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_is_told_of_the_gap_and_goes_on_with_what_is_new()
    {
        var hub = new EventHub();
        hub.Begin(0);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var running = new EventStream(new EventReader(ActorRefs.Nobody, hub), pipe.Writer, null, follow: true).RunAsync(null, stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(pipe.Reader.TryRead(out var begun) && Examined(pipe.Reader, begun)));

        // The first page is more than the reader takes at once: from then on the stream waits for it.
        hub.Add(Events(0, 500));
        var unread = await pipe.Reader.ReadAsync(stop.Token);
        pipe.Reader.AdvanceTo(unread.Buffer.Start);
        for (var page = 1; page < 30; page++)
            hub.Add(Events(page * 500L, 500));
        const long Newest = 30 * 500;
        var text = await ReadUntilAsync(pipe.Reader, $"\"to\":{Newest}}}", stop.Token);
        text.ShouldContain("event: gap");

        hub.Add(Events(Newest, 1));
        (await ReadUntilAsync(pipe.Reader, $"id: {Newest + 1}\n", stop.Token)).ShouldNotContain("event: gap");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task Who_breaks_off_after_a_gap_comes_again_for_the_events_that_are_kept_within_it()
    {
        using var system = ActorSystem.Create("gap");
        var kept = Events(4, 1) with { Missed = new AdminProtocol.Gap(0, 100) };
        var journal = system.ActorOf(Props.Create(() => new Journal(kept)));
        var pipe = new Pipe();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var running = new EventStream(new EventReader(journal, new EventHub()), pipe.Writer, null, follow: true).RunAsync(0, stop.Token);
        var text = await ReadUntilAsync(pipe.Reader, "id: 5\n", stop.Token);
        text[..text.IndexOf("id: 5\n", StringComparison.Ordinal)].ShouldEndWith("\"to\":100}\n\n");
        text.ShouldNotContain("id: 100\n");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    private static bool Examined(PipeReader reader, ReadResult begun)
    {
        reader.AdvanceTo(begun.Buffer.End);
        return true;
    }

    private static AdminProtocol.Events Events(long after, int count) => new(
        null,
        [.. Enumerable.Range(1, count).Select(i => new HistoryEvent(after + i, "id", DateTimeOffset.UnixEpoch, "api", "submitted", JsonElement.Parse("{}")))],
        after + count);

    private static async Task<string> ReadUntilAsync(PipeReader reader, string end, CancellationToken stop)
    {
        var text = new StringBuilder();
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await reader.ReadAsync(stop);
            text.Append(Encoding.UTF8.GetString(read.Buffer));
            reader.AdvanceTo(read.Buffer.End);
        }

        return text.ToString();
    }

    // Has one page, then nothing.
    private sealed class Journal : ReceiveActor
    {
        public Journal(AdminProtocol.Events page) => Receive<AdminProtocol.GetEvents>(get =>
            Sender.Tell(get.After < page.Next ? page : new AdminProtocol.Events(null, [], get.After)));
    }

    private async Task<string> SubmitAsync()
    {
        using var submitted = await api.SubmitAsync(api.File());
        return (await ApiFixture.JsonAsync(submitted)).GetProperty("id").GetString()!;
    }
}

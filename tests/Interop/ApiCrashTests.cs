using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>kill -9 between a commit and its answer: the same request again changes nothing twice, and no event is lost.</summary>
public sealed class ApiCrashTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int SigKill = 128 + 9;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_upload_whose_answer_was_lost_is_the_same_transfer_when_it_comes_again()
    {
        await using var pair = await DaemonPair.StartAsync(prosody, senderFailPoint: "outgoing:submitted");
        var file = pair.NewFile(2_000_003);
        await ShouldDieAsync(pair.Sender, () => UploadAsync(pair, file.Path));
        await pair.Sender.StartAsync();

        using var again = await UploadAsync(pair, file.Path);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = (await JsonAsync(again)).GetProperty("id").GetString()!;

        await pair.ShouldArriveAsync(id, file);
        (await pair.Sender.HistoryAsync(id)).Count(kind => kind == "submitted").ShouldBe(1);
    }

    [Theory]
    [InlineData("pause", "paused", "Paused")]
    [InlineData("cancel", "ended", "Cancelled")]
    public async Task A_command_whose_answer_was_lost_has_happened_once(string action, string kind, string state)
    {
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from), failPoint: $"outgoing:{kind}");
        var transfer = await daemon.SendAsync(daemon.ConfigFile, "nobody@localhost");
        var path = $"/v1/transfers/{transfer.Id}/{action}";
        await ShouldDieAsync(daemon, () => daemon.Http.PostAsync(new Uri(path, UriKind.Relative), null));
        await daemon.StartAsync();

        using var again = await daemon.Http.PostAsync(new Uri(path, UriKind.Relative), null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await JsonAsync(again);
        (problem.GetProperty("code").GetString(), problem.GetProperty("state").GetString()).ShouldBe(("wrong-state", state));
        (await daemon.GetAsync(transfer.Id)).State.ShouldBe(state);
        (await daemon.HistoryAsync(transfer.Id)).Count(happened => happened == kind).ShouldBe(1);
    }

    [Fact]
    public async Task A_resume_whose_answer_was_lost_has_happened_once()
    {
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from), failPoint: "outgoing:resumed");
        var transfer = await daemon.SendAsync(daemon.ConfigFile, "nobody@localhost");
        await daemon.ActAsync(transfer.Id, "pause");
        var path = new Uri($"/v1/transfers/{transfer.Id}/resume", UriKind.Relative);
        await ShouldDieAsync(daemon, () => daemon.Http.PostAsync(path, null));
        await daemon.StartAsync();

        using var again = await daemon.Http.PostAsync(path, null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await daemon.GetAsync(transfer.Id)).State.ShouldNotBe("Paused");
        (await daemon.HistoryAsync(transfer.Id)).Count(happened => happened == "resumed").ShouldBe(1);
    }

    [Fact]
    public async Task An_adjustment_whose_answer_was_lost_holds()
    {
        var (from, _) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls(from), failPoint: "outgoing:adjusted");
        var transfer = await daemon.SendAsync(daemon.ConfigFile, "nobody@localhost");
        var path = new Uri($"/v1/transfers/{transfer.Id}", UriKind.Relative);
        await ShouldDieAsync(daemon, () => daemon.Http.PatchAsync(path, JsonContent.Create(new { priority = 7 })));
        await daemon.StartAsync();

        using var held = await daemon.Http.GetAsync(path);
        (await JsonAsync(held)).GetProperty("priority").GetInt32().ShouldBe(7);
        using var again = await daemon.Http.PatchAsync(path, JsonContent.Create(new { priority = 7 }));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reader_of_events_misses_none_and_sees_none_twice_over_kill_9()
    {
        using var patience = new CancellationTokenSource(_patience);
        await using var pair = await DaemonPair.StartAsync(prosody, senderFailPoint: "outgoing:bytes-done");
        var file = pair.NewFile(1_000_000);
        var reading = ServerEvents.ReadAsync(pair.Sender.Http, 0, _ => false, patience.Token);
        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        (await pair.Sender.ExitAsync()).ShouldBe(SigKill, pair.Sender.Log);
        var before = await reading;
        before.ShouldNotBeEmpty();
        await pair.Sender.StartAsync();

        var after = await ServerEvents.ReadAsync(pair.Sender.Http, before[^1].Id, happened => happened.Kind == "completed", patience.Token);

        var all = await ServerEvents.ReadAsync(pair.Sender.Http, 0, happened => happened.Kind == "completed", patience.Token);
        before.Concat(after).ShouldBe(all);
        all[0].ShouldBe((all[0].Id, "submitted", transfer.Id));
        all.Select(happened => happened.Id).ShouldBeUnique();
    }

    // Whether the answer comes before the death is a race.
    private static async Task ShouldDieAsync(Daemon daemon, Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            using var answer = await ask();
        }
        catch (HttpRequestException)
        {
        }

        (await daemon.ExitAsync()).ShouldBe(SigKill, daemon.Log);
    }

    private static async Task<HttpResponseMessage> UploadAsync(DaemonPair pair, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/transfers/upload?peer={pair.Peer}&name={Path.GetFileName(path)}")
        {
            Content = new ByteArrayContent(await File.ReadAllBytesAsync(path)),
        };
        request.Headers.Add("Idempotency-Key", "upload-1");
        return await pair.Sender.Http.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}

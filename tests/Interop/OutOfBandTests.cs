using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.OutOfBand;

namespace Orchestrator.Tests.Interop;

/// <summary>Out-of-band data (XEP-0066): files that are fetched by HTTP.</summary>
[Trait("Conformance", "56")]
public sealed class OutOfBandTests(Prosody prosody) : IClassFixture<Prosody>
{
    private const int Mebi = 1 << 20;
    private const int Size = (2 * Mebi) + 7;
    private const string MayConnect = "may-connect-to = [\"127.0.0.1\"]";

    private async Task<DaemonPair> PairAsync(string transfer = "", string sender = "oob-only", string receiver = "any")
    {
        var (from, to) = prosody.NewPair();
        var port = Ports.Free();
        return await DaemonPair.StartAsync(
            prosody.StartTls(from) with
            {
                Account = $"roads = {sender}",
                Transfer = transfer,
                More = string.Create(CultureInfo.InvariantCulture, $"oob {{ listen = \"127.0.0.1:{port}\", public-url = \"http://127.0.0.1:{port}/files\" }}"),
            },
            prosody.StartTls(to) with { Account = $"roads = {receiver}", More = MayConnect });
    }

    private async Task<(Daemon Daemon, ForeignPeer Peer, Jid To)> ReceiverAsync(string account = "", string more = MayConnect, string transfer = "")
    {
        var (from, to) = prosody.NewPair();
        var daemon = await Daemon.CreateAsync(prosody.StartTls(to) with { Account = account, More = more, Transfer = transfer });
        var peer = await ForeignPeer.ConnectAsync(prosody, from);
        return (daemon, peer, await peer.FindAsync(to));
    }

    private static async Task ShouldHoldAsync(Daemon daemon, byte[] content, string name = "report.bin")
    {
        daemon.InboxFiles.ShouldBe([name]);
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Inbox, name))).AsSpan().SequenceEqual(content).ShouldBeTrue();
    }

    private static async Task<string> RefusalAsync(Task<XElement?> asked) => (await Should.ThrowAsync<StanzaErrorException>(() => asked)).Error.Condition;

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    public async Task A_pause_on_either_side_holds_until_it_is_resumed(string side)
    {
        await using var pair = await PairAsync("max-rate = 1MiB");
        var file = pair.NewFile(5 * Mebi);
        var sent = await pair.Sender.SendAsync(file.Path, pair.Peer);
        var arrived = await pair.Receiver.IncomingAsync(t => t.State == "Streaming" && t.Offset >= Mebi);
        var (daemon, id) = side == "sender" ? (pair.Sender, sent.Id) : (pair.Receiver, arrived.Id);

        (await daemon.ActAsync(id, "pause")).State.ShouldBe("Paused");
        if (side == "sender")
            await pair.Receiver.IncomingAsync(t => t.State == "Interrupted");
        else
            await pair.Sender.WaitAsync(sent.Id, t => t.Reason == "peer-busy");
        (await daemon.GetAsync(id)).State.ShouldBe("Paused");
        await daemon.ActAsync(id, "resume");

        (await pair.ShouldArriveAsync(sent.Id, file, road: "oob")).Sessions.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData(1, "oob-only", "any")]
    [InlineData(Size, "oob-only", "any")]
    [InlineData(Size, "any", "oob-only")]
    public async Task A_file_goes_from_one_daemon_to_another_by_its_url(int size, string sender, string receiver)
    {
        await using var pair = await PairAsync(sender: sender, receiver: receiver);
        var file = pair.NewFile(size, "Grüße; \"1\".bin");
        var sent = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.ShouldArriveAsync(sent.Id, file, road: "oob");
        var received = await pair.Receiver.IncomingAsync("Completed");
        (received.Road, received.ConfirmedBy).ShouldBe(("oob", "hash"));
        pair.Sender.Log.ShouldNotContain("/files/");
        pair.Receiver.Log.ShouldNotContain("/files/");
    }

    [Theory]
    [InlineData("sender")]
    [InlineData("receiver")]
    [InlineData("both")]
    public async Task Killed_in_mid_file_it_goes_on_from_the_checkpoint(string side)
    {
        await using var pair = await PairAsync("max-rate = 16MiB");
        var file = pair.NewFile(64 * Mebi);
        var sent = await pair.Sender.SendAsync(file.Path, pair.Peer);
        var seen = (await pair.Receiver.IncomingAsync(t => t.State == "Streaming" && t.Offset >= 24 * Mebi)).Offset;
        if (side != "receiver")
            await pair.Sender.KillAsync();
        if (side != "sender")
            await pair.Receiver.KillAsync();
        if (side != "receiver")
            await pair.Sender.StartAsync();
        if (side != "sender")
            await pair.Receiver.StartAsync();

        await pair.ShouldArriveAsync(sent.Id, file, road: "oob");

        (await pair.Receiver.IncomingAsync("Completed")).ResumedAt.ShouldBeGreaterThanOrEqualTo(seen - (5 * Mebi), pair.Receiver.Log);
    }

    [Fact]
    [Trait("Conformance", "1")]
    public async Task A_foreign_peer_gets_the_result_only_when_the_file_is_in_place()
    {
        var half = new TaskCompletionSource();
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        web.Misbehave = async (number, context) =>
        {
            if (number == 1)
                return false;
            context.Response.ContentLength = Size;
            await context.Response.Body.WriteAsync(web.Content.AsMemory(0, Mebi));
            await context.Response.Body.FlushAsync();
            await half.Task;
            await context.Response.Body.WriteAsync(web.Content.AsMemory(Mebi));
            return true;
        };
        var (daemon, peer, to) = await ReceiverAsync();
        await using var _ = daemon;
        await using var __ = peer;

        var asked = peer.SetAsync(to, new OobQuery(web.Url(), "a report").ToXml());
        await daemon.IncomingAsync(t => t.State == "Streaming" && t.Offset > 0);
        asked.IsCompleted.ShouldBeFalse();
        half.SetResult();
        (await asked).ShouldBeNull();

        await ShouldHoldAsync(daemon, web.Content);
        (await daemon.IncomingAsync("Completed")).Road.ShouldBe("oob");
        // The same URL again, with the same file: it is looked at, and answered at once.
        await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());
        await ShouldHoldAsync(daemon, web.Content);
        web.Ranges.Count.ShouldBe(3);
        (await daemon.ListAsync()).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_url_that_has_another_file_later_is_another_transfer()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(1000));
        var (daemon, peer, to) = await ReceiverAsync();
        await using var _ = daemon;
        await using var __ = peer;
        var first = web.Content;
        await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());

        foreach (var version in new[] { "\"v2\"", "\"v3\"" })
        {
            (web.Content, web.ETag) = (RandomNumberGenerator.GetBytes(1000), version);
            await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());
        }

        daemon.InboxFiles.Order().ShouldBe(["report (2).bin", "report (3).bin", "report.bin"]);
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Inbox, "report.bin"))).ShouldBe(first);
        (await File.ReadAllBytesAsync(Path.Combine(daemon.Inbox, "report (3).bin"))).ShouldBe(web.Content);
    }

    [Fact]
    public async Task What_is_sent_takes_no_slot_from_what_is_fetched()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        var (daemon, peer, to) = await ReceiverAsync(transfer: "max-active = 1");
        await using var _ = daemon;
        await using var __ = peer;
        using var folder = new TempFolder();
        peer.OnRequest = _ => new TaskCompletionSource<IqAnswer>().Task;
        var sent = await daemon.SendAsync(TestFile.Random(folder["slow"], 10).Path, peer.Jid.Bare.ToString());
        await daemon.WaitAsync(sent.Id, "Negotiating");

        await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());

        await ShouldHoldAsync(daemon, web.Content);
        (await daemon.GetAsync(sent.Id)).State.ShouldBe("Negotiating");
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again_and_goes_on_where_it_broke()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        web.Misbehave = async (number, context) =>
        {
            if (number == 2)
                return await web.BreakAfterAsync(context, Mebi + 1);
            context.Response.StatusCode = number is 3 or 4 ? 503 : 200;
            return number is 3 or 4;
        };
        var (daemon, peer, to) = await ReceiverAsync();
        await using var _ = daemon;
        await using var __ = peer;

        await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());

        await ShouldHoldAsync(daemon, web.Content);
        web.Ranges[^1].ShouldStartWith("bytes=");
        web.Ranges[^1].ShouldNotBe("bytes=0-");
    }

    [Fact]
    public async Task A_file_that_changes_on_its_way_is_never_mixed_with_the_old_one()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        web.Misbehave = async (number, context) =>
        {
            if (number != 2)
                return false;
            await web.BreakAfterAsync(context, Mebi + 1);
            (web.Content, web.ETag) = (RandomNumberGenerator.GetBytes(Size), "\"v2\"");
            return true;
        };
        var (daemon, peer, to) = await ReceiverAsync();
        await using var _ = daemon;
        await using var __ = peer;

        await peer.SetAsync(to, new OobQuery(web.Url()).ToXml());

        await ShouldHoldAsync(daemon, web.Content);
    }

    [Fact]
    public async Task A_restarted_receiver_fetches_what_it_was_told_before_without_being_asked_again()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        var killed = new TaskCompletionSource();
        web.Misbehave = async (number, context) =>
        {
            if (number != 2)
                return false;
            context.Response.ContentLength = Size;
            context.Response.Headers.ETag = web.ETag;
            await context.Response.Body.WriteAsync(web.Content.AsMemory(0, Size - 1));
            await context.Response.Body.FlushAsync();
            await killed.Task;
            context.Abort();
            return true;
        };
        var (daemon, peer, to) = await ReceiverAsync();
        await using var _ = daemon;
        await using var __ = peer;
        var asked = peer.SetAsync(to, new OobQuery(web.Url()).ToXml());
        await daemon.IncomingAsync(t => t.State == "Streaming" && t.Offset >= Mebi);
        await daemon.KillAsync();
        killed.SetResult();
        await daemon.StartAsync();

        (await daemon.IncomingAsync("Completed")).ResumedAt.ShouldBeGreaterThan(0);

        await ShouldHoldAsync(daemon, web.Content);
        await peer.SetAsync(await peer.FindAsync(to.Bare.ToString()), new OobQuery(web.Url()).ToXml());
        await peer.DisposeAsync();
        await Should.ThrowAsync<XmppException>(() => asked, "its answer died with the daemon");
    }

    [Fact]
    public async Task What_cannot_be_fetched_is_not_found_and_what_is_not_wanted_not_acceptable()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(10));
        web.Misbehave = (_, context) =>
        {
            if (context.Request.Path == "/unknown-size")
                return context.Response.WriteAsync("chunked").ContinueWith(_ => true, TaskScheduler.Default);
            context.Response.StatusCode = context.Request.Path == "/gone" ? 404 : 200;
            return Task.FromResult(context.Request.Path == "/gone");
        };
        var (daemon, peer, to) = await ReceiverAsync("max-size = 9");
        await using var _ = daemon;
        await using var __ = peer;
        Task<string> Ask(Uri url) => RefusalAsync(peer.SetAsync(to, new OobQuery(url).ToXml()));

        (await Ask(web.Url("gone"))).ShouldBe("item-not-found");
        (await Ask(new Uri("http://127.0.0.1:1/refused"))).ShouldBe("item-not-found");
        (await Ask(web.Url("too-large"))).ShouldBe("not-acceptable");
        (await Ask(web.Url("unknown-size"))).ShouldBe("not-acceptable");
        (await Ask(web.Url("forbidden-address", host: "127.0.0.2"))).ShouldBe("not-acceptable");
        (await Ask(new Uri("ftp://127.0.0.1/scheme"))).ShouldBe("not-acceptable");
        (await Ask(new Uri("http://user:hunter2@127.0.0.1/credentials"))).ShouldBe("not-acceptable");
        daemon.InboxFiles.ShouldBeEmpty();
        (await daemon.ListAsync()).ShouldBeEmpty();
        daemon.Log.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_url_in_a_message_is_fetched_where_the_account_allows_it()
    {
        await using var web = await WebFile.StartAsync(RandomNumberGenerator.GetBytes(Size));
        var (daemon, peer, to) = await ReceiverAsync("urls-in-messages = on");
        await using var _ = daemon;
        await using var __ = peer;

        await peer.SendAsync(new XElement(
            Ns.Client + "message",
            new XAttribute("to", to),
            new XElement(Ns.Client + "body", web.Url()),
            new XElement(OobQuery.MessageElementName, new XElement(Ns.OutOfBandMessage + "url", web.Url()))));

        await daemon.IncomingAsync("Completed");
        await ShouldHoldAsync(daemon, web.Content);
    }

    [Fact]
    public async Task A_foreign_receiver_fetches_by_ranges_and_its_result_completes_the_transfer()
    {
        var (from, to) = prosody.NewPair();
        var port = Ports.Free();
        await using var peer = await ForeignPeer.ConnectAsync(prosody, to, features: [Ns.OutOfBandData.NamespaceName]);
        using var http = new HttpClient();
        byte[] got = [];
        var statuses = new List<int>();
        peer.OnRequest = async request =>
        {
            var url = OobQuery.Parse(request.Payload).Url;
            foreach (var range in new[] { "bytes=0-99", "bytes=100-", "bytes=99999999-" })
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, url);
                ask.Headers.Add("Range", range);
                using var answer = await http.SendAsync(ask);
                statuses.Add((int)answer.StatusCode);
                if (answer.IsSuccessStatusCode)
                    got = [.. got, .. await answer.Content.ReadAsByteArrayAsync()];
            }

            using var other = await http.GetAsync(new Uri(url, "/etc/passwd"));
            statuses.Add((int)other.StatusCode);
            using var posted = await http.PostAsync(url, null);
            statuses.Add((int)posted.StatusCode);
            using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
            head.Content.Headers.ContentLength.ShouldBe(Size);
            head.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("file-1.bin");
            return IqAnswer.Result();
        };
        await using var sender = await Daemon.CreateAsync(prosody.StartTls(from) with
        {
            Account = "roads = oob-only",
            More = string.Create(CultureInfo.InvariantCulture, $"oob {{ listen = \"127.0.0.1:{port}\", public-url = \"http://127.0.0.1:{port}\" }}"),
        });
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["file-1.bin"], Size);

        var transfer = await sender.SendAsync(file.Path, to);

        var sent = await sender.WaitAsync(transfer.Id, "Completed");
        (sent.Road, sent.ConfirmedBy).ShouldBe(("oob", "result"));
        statuses.ShouldBe([206, 206, 416, 404, 405]);
        Convert.ToHexStringLower(SHA256.HashData(got)).ShouldBe(file.Sha256);
    }
}

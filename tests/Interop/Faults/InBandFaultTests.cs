using System.Diagnostics;
using System.Security.Cryptography;
using System.Xml.Linq;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.InBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>In-band bytestreams through a real server: very many blocks, and others who want to be heard meanwhile.</summary>
public sealed class InBandFaultTests(OpenProsody server) : IClassFixture<OpenProsody>
{
    private const int Blocks = 65_600;
    private const string Sid = "many-blocks";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(6);
    private static readonly string[] _features =
        [.. new[] { Ns.StreamInitiation, Ns.FileTransfer, Ns.FeatureNegotiation, Ns.InBandBytestreams }.Select(ns => ns.NamespaceName)];

    [Fact]
    [Trait("Conformance", "28")]
    public async Task More_than_65_536_blocks_go_to_a_peer_that_wants_them_small()
    {
        var (us, foreign) = server.NewPair();
        await using var daemon = await Daemon.CreateAsync(server.StartTls(us));
        await using var peer = await ForeignPeer.ConnectAsync(server, foreign, features: _features);
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (blocks, blockSize) = (0, 0);
        // In the order of the stream, on the loop that reads it.
        peer.OnRequest = request =>
        {
            if (request.Payload.Name == SiOffer.ElementName)
                return Task.FromResult(IqAnswer.Result(new SiAnswer(Ns.InBandBytestreams.NamespaceName).ToXml()));
            if (request.Payload.Name == IbbOpen.ElementName)
            {
                blockSize = IbbOpen.Parse(request.Payload).BlockSize;
                return Task.FromResult(blockSize > 1000 ? IqAnswer.Error(IbbErrors.SmallerBlocks(1000)) : IqAnswer.Result());
            }

            if (request.Payload.Name != IbbData.ElementName)
                return Task.FromResult(IqAnswer.Result());
            var data = IbbData.Parse(request.Payload);
            data.Seq.ShouldBe((ushort)blocks++);
            hash.AppendData(data.Data.Span);
            return Task.FromResult(IqAnswer.Result());
        };
        using var folder = new Files.TempFolder();
        // At most 1000 bytes a block: enough for as many blocks in any case.
        var file = Files.TestFile.Random(folder["many.bin"], Blocks * 1000L);

        var transfer = await daemon.SendAsync(file.Path, peer.Jid.ToString());
        (await daemon.WaitAsync(transfer.Id, "Completed", _patience)).Sessions.ShouldBe(1);

        blocks.ShouldBeGreaterThanOrEqualTo(Blocks);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(file.Sha256);
    }

    [Fact]
    [Trait("Conformance", "28")]
    public async Task More_than_65_536_blocks_come_from_a_peer_that_makes_them_small()
    {
        const int blockSize = 64;
        var (us, foreign) = server.NewPair();
        await using var daemon = await Daemon.CreateAsync(server.StartTls(us));
        await using var peer = await ForeignPeer.ConnectAsync(server, foreign, features: _features);
        var to = await peer.FindAsync(us);
        var bytes = RandomNumberGenerator.GetBytes(Blocks * blockSize);
        await peer.SetAsync(to, new SiOffer(Sid, null, new FileOffer("many.bin", bytes.Length), [Ns.InBandBytestreams.NamespaceName]).ToXml());
        await peer.SetAsync(to, new IbbOpen(Sid, blockSize).ToXml());

        var onTheirWay = new Queue<Task>();
        for (var n = 0; n < Blocks; n++)
        {
            onTheirWay.Enqueue(peer.SetAsync(to, new IbbData(Sid, (ushort)n, bytes.AsMemory(n * blockSize, blockSize)).ToXml()));
            if (onTheirWay.Count >= 64)
                await onTheirWay.Dequeue();
        }

        await Task.WhenAll(onTheirWay);
        await peer.SetAsync(to, new IbbClose(Sid).ToXml());

        var received = await daemon.IncomingAsync("Completed");
        (await File.ReadAllBytesAsync(received.Path)).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Others_are_answered_while_64_MiB_go_in_band()
    {
        var (from, to) = server.NewPair();
        await using var pair = await DaemonPair.StartAsync(
            server.StartTls(from) with { Account = "roads = ibb-only" }, server.StartTls(to));
        // A third account, which neither of them knows.
        await using var other = await ForeignPeer.ConnectAsync(server, server.NewPair().First);
        var daemons = new[] { Jid.Parse(from), Jid.Parse(to) }.Select(jid => jid.WithResource("orchestrator")).ToArray();
        var file = pair.NewFile(64 << 20);

        var transfer = await pair.Sender.SendAsync(file.Path, pair.Peer);
        await pair.Receiver.IncomingAsync("Streaming");
        await pair.Sender.WaitAsync(transfer.Id, "Streaming");
        var (asked, longest) = (0, TimeSpan.Zero);
        while ((await pair.Sender.GetAsync(transfer.Id)).State == "Streaming")
        {
            foreach (var daemon in daemons)
            {
                var clock = Stopwatch.StartNew();
                await other.GetAsync(daemon, new XElement(Ns.DiscoInfo + "query"));
                await other.GetAsync(daemon, new XElement(Ns.Ping + "ping"));
                longest = clock.Elapsed > longest ? clock.Elapsed : longest;
                asked++;
            }
        }

        await pair.ShouldArriveAsync(transfer.Id, file, _patience, road: "ibb");
        asked.ShouldBeGreaterThan(0);
        // Two round trips on a machine that may be busy; in a queue behind the file it would be the whole transfer.
        longest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}

using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>What libpurple does when none of its streamhosts can be reached.</summary>
public sealed class LibpurpleFallbackTests(Prosody prosody) : IClassFixture<Prosody>
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData((1 << 20) + 1)]
    [Trait("Conformance", "16")]
    public async Task The_in_band_bytestream_that_it_opens_without_being_asked_is_taken(long size)
    {
        var (us, other) = prosody.NewPair();
        await using var daemon = await Daemon.CreateAsync(prosody.StartTls($"{us}/files"));
        await daemon.OnlineAsync();
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["in.bin"], size);
        // Nothing listens where this proxy says it is.
        await using var peer = await ForeignClient.Libpurple.SendAsync(prosody, "proxy", $"{other}/peer", file.Path, folder.NewFolder("settings"), $"{us}/files");
        await peer.LineAsync("READY", _patience);

        await peer.Input.WriteLineAsync();
        await peer.Input.FlushAsync();

        var received = await daemon.IncomingAsync("Completed");
        TestFile.HashOf(received.Path).ShouldBe(file.Sha256);
        (received.Road, received.Sessions).ShouldBe(("ibb", 1));
    }
}

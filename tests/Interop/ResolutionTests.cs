using Orchestrator.Tests.Interop.Files;
using Orchestrator.Tests.Interop.Foreign;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>Which of a peer's resources gets the file.</summary>
public sealed class ResolutionTests(Prosody prosody) : IClassFixture<Prosody>
{
    [Fact]
    [Trait("Conformance", "1")]
    public async Task Of_two_resources_the_one_that_takes_files_gets_it_whatever_their_priorities()
    {
        var (from, to) = prosody.NewPair();
        await using var receiver = await Daemon.CreateAsync(prosody.StartTls($"{to}/files"));
        await using var sender = await Daemon.CreateAsync(prosody.StartTls(from));
        await using var beside = await ForeignPeer.ConnectAsync(prosody, from);
        await beside.FindAsync(to);
        await using var phone = await ForeignPeer.ConnectAsync(prosody, $"{to}/phone", priority: 10, takesFiles: false);
        await phone.FindAsync(from);
        using var folder = new TempFolder();
        var file = TestFile.Random(folder["a.bin"], 100_000);

        var first = await sender.SendAsync(file.Path, to);

        (await sender.WaitAsync(first.Id, "Completed")).Sessions.ShouldBe(1, sender.Log);
        TestFile.HashOf((await receiver.IncomingAsync("Completed")).Path).ShouldBe(file.Sha256);
    }
}

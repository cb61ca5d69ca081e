using Orchestrator.Host;
using Orchestrator.Host.Serving;

namespace Orchestrator.Tests.Host.Serving;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_made_for_its_owner_alone()
    {
        using var data = DataDirectory.Open(_folder.In("a", "b"));
        File.GetUnixFileMode(_folder.In("a", "b")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_second_holder_is_refused_with_the_process_of_the_first()
    {
        using var first = DataDirectory.Open(_folder.Path);
        var refusal = Should.Throw<CommandException>(() => DataDirectory.Open(_folder.Path));
        refusal.ExitCode.ShouldBe(ExitCode.CannotStart);
        refusal.Message.ShouldContain($"process {Environment.ProcessId}");
    }

    [Fact]
    public void It_can_be_held_again_once_it_was_let_go()
    {
        DataDirectory.Open(_folder.Path).Dispose();
        Should.NotThrow(() => DataDirectory.Open(_folder.Path).Dispose());
    }

    [Fact]
    public void A_file_in_its_place_is_told()
    {
        var file = _folder.Write("taken", "");
        Should.Throw<CommandException>(() => DataDirectory.Open(file)).Message.ShouldContain("cannot be used");
    }
}

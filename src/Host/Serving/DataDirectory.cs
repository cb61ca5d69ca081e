namespace Orchestrator.Host.Serving;

using System.Globalization;
using System.Text;

/// <summary>The data directory, held by this daemon alone until it is disposed or the process dies, however it dies.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataDirectory(FileStream held) => _lock = held;

    /// <summary>Makes the folder when it is absent and takes its lock.</summary>
    /// <exception cref="CommandException">Another daemon has it, or it cannot be made or written.</exception>
    public static DataDirectory Open(string folder)
    {
        var file = Path.Combine(folder, "lock");
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, e);
        }

        try
        {
            // FileShare.None is flock(2) on Unix: the kernel lets go of it when the process dies.
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            held.Flush();
            return new DataDirectory(held);
        }
        catch (IOException e)
        {
            throw Holder(file) is { } pid
                ? new CommandException(ExitCode.CannotStart,
                    $"the data directory {folder} belongs to a running daemon (process {pid}); stop that one, or give this one another data-dir.")
                : Unusable(folder, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(folder, e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string? Holder(string file)
    {
        try
        {
            // Reading without a lock of one's own is allowed on Unix.
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadLine() is { Length: > 0 } pid ? pid : "unknown";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static CommandException Unusable(string folder, Exception e) =>
        new(ExitCode.CannotStart, $"the data directory {folder} cannot be used: {e.Message} Give the daemon's user the right to, or name another data-dir.");
}

namespace Orchestrator.Host.Serving;

/// <summary>The data directory, held by this daemon alone until it is disposed or the process dies, however it dies.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What .NET makes of EWOULDBLOCK, and on Windows of a sharing violation.
    private static readonly int WouldBlock = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : 11;

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
            // In a file of its own, since .NET reads no locked one.
            File.WriteAllText(Path.Combine(folder, "pid"), $"{Environment.ProcessId}\n");
            return new DataDirectory(held);
        }
        catch (IOException e)
        {
            throw e.HResult == WouldBlock
                ? new CommandException(ExitCode.CannotStart,
                    $"the data directory {folder} belongs to a running daemon ({Holder(folder)}); stop that one, or give this one another data-dir.")
                : Unusable(folder, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unusable(folder, e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string Holder(string folder)
    {
        try
        {
            return "process " + File.ReadAllText(Path.Combine(folder, "pid")).Trim();
        }
        catch (IOException)
        {
            return "its process is unknown";
        }
    }

    private static CommandException Unusable(string folder, Exception e) =>
        new(ExitCode.CannotStart, $"the data directory {folder} cannot be used: {e.Message} Give the daemon's user the right to, or name another data-dir.");
}

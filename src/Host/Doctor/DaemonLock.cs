namespace Orchestrator.Host.Doctor;

/// <summary>Whether a daemon runs on a data directory: then it holds the ports, the components and the lock.</summary>
/// <param name="IsHeld">It does.</param>
/// <param name="Pid">Its process, or empty.</param>
internal sealed record DaemonLock(bool IsHeld, string Pid)
{
    /// <summary>Tries the lock without keeping it; where there is none, nobody holds it.</summary>
    public static DaemonLock Of(string dataDir)
    {
        try
        {
            using var held = new FileStream(Path.Combine(dataDir, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return new DaemonLock(false, "");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return new DaemonLock(false, "");
        }
        catch (IOException)
        {
            return new DaemonLock(true, PidIn(dataDir));
        }
    }

    private static string PidIn(string dataDir)
    {
        try
        {
            return File.ReadAllText(Path.Combine(dataDir, "pid")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}

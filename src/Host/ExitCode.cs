namespace Orchestrator.Host;

/// <summary>What the program's exit codes mean. They are permanent: scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Done; of a transfer that was waited for: Completed.</summary>
    public const int Ok = 0;

    /// <summary>The transfer ended otherwise than Completed, or the demo did not prove what it shows.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>No daemon answers at the URL.</summary>
    public const int Unreachable = 3;

    /// <summary>The daemon refused the request and changed nothing; of several files or transfers: at least one was refused.</summary>
    public const int Refused = 4;

    /// <summary>The configuration has faults.</summary>
    public const int Configuration = 5;

    /// <summary>The daemon cannot start: a port or the data directory is in use, the database is damaged.</summary>
    public const int CannotStart = 6;

    /// <summary>While waiting for a transfer the daemon went away and did not come back in time; the transfer goes on when it does.</summary>
    public const int LostDaemon = 7;

    /// <summary>Stopped by Ctrl-C (128 + SIGINT), or nobody reads what is followed any more.</summary>
    public const int Interrupted = 130;
}

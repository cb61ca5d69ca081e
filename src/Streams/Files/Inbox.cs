namespace Orchestrator.Streams.Files;

/// <summary>The folder that received files end up in, with their partials hidden beside them.</summary>
public sealed class Inbox(string folder)
{
    /// <summary>Full path of the folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Makes the folder in its parent when it is missing, for its owner alone, so that a power cut does not take it away again.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public void Create()
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Posix.FlushFolder(Path.GetDirectoryName(Folder)!);
    }

    /// <summary>Where a transfer's bytes are gathered: the same folder, so that publishing is a rename; a hidden name, so that no bot picks it up.</summary>
    /// <param name="transferId">Our own id of the transfer.</param>
    /// <exception cref="ArgumentException">The id is no plain name.</exception>
    public string PartialPath(string transferId)
    {
        if (transferId.Length is 0 or > 128 || !transferId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException($"Not a transfer id: {transferId}", nameof(transferId));
        }

        return Path.Combine(Folder, $".orchestrator-{transferId}.partial");
    }

    /// <summary>A path in the folder for a file of this name, taken by nobody at the moment: <c>name.ext</c>, else <c>name (2).ext</c> and so on.</summary>
    /// <param name="name">Any name, also a stranger's; it is made safe first.</param>
    public string ChooseTarget(string name)
    {
        var safe = SafeFileName.From(name);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(Folder, number == 1 ? safe : SafeFileName.Fit(safe, $" ({number})"));
            if (!Path.Exists(path))
            {
                return path;
            }
        }
    }

    /// <summary>Moves a finished partial to its target, atomically and durably.</summary>
    /// <returns>False when the target exists by now: choose another. Nothing was changed then.</returns>
    /// <exception cref="InboxException">The move failed.</exception>
    public bool Publish(string partialPath, string targetPath)
    {
        try
        {
            if (!Posix.TryMoveWithoutReplacing(partialPath, targetPath))
            {
                return false;
            }

            Posix.FlushFolder(Folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InboxException($"{targetPath} cannot be put into place: {e.Message}", e);
        }
    }

    /// <summary>Bytes that this process may still write to the folder's disk.</summary>
    /// <exception cref="InboxException">The folder is not there.</exception>
    public long FreeBytes()
    {
        try
        {
            return new DriveInfo(Folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InboxException($"The free space of inbox {Folder} cannot be told: {e.Message}", e);
        }
    }

    /// <summary>Proves that files can be created in the folder. One that is missing is not made: its disk may not be mounted.</summary>
    /// <exception cref="InboxException">They cannot.</exception>
    public void CheckWritable()
    {
        try
        {
            var probe = Path.Combine(Folder, $".orchestrator-{Guid.NewGuid():N}.probe");
            using var handle = File.OpenHandle(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InboxException($"Inbox {Folder} is not writable: {e.Message}", e);
        }
    }
}

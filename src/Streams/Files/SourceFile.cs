namespace Orchestrator.Streams.Files;

/// <summary>The identity of a source: a file whose size or modification time differs is another one, and is never continued.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">Last modification, as exact as the file system has it (100 ns at best).</param>
public sealed record SourceFile(string Path, long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>Looks at a file: it must be a regular one that can be opened for reading. Symbolic links are followed.</summary>
    /// <exception cref="SourceFileException">It cannot be a source.</exception>
    public static SourceFile Inspect(string path)
    {
        var file = Stat(System.IO.Path.GetFullPath(path));
        try
        {
            // Only now: to open a FIFO would wait for its writer.
            using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }

        return file;
    }

    /// <summary>Tells whether the file is still the one that was inspected.</summary>
    /// <returns>Null when it is; else what is wrong with it.</returns>
    public SourceFileException? Check()
    {
        try
        {
            var now = Stat(Path);
            return now == this ? null : new SourceFileException(SourceFileError.Changed, Difference(now));
        }
        catch (SourceFileException e)
        {
            return e;
        }
    }

    private static SourceFile Stat(string path)
    {
        switch (Posix.TypeOf(path))
        {
            case FileType.Directory:
                throw new SourceFileException(SourceFileError.Directory, $"{path} is a folder, not a file.");
            case FileType.Special:
                throw new SourceFileException(SourceFileError.Special, $"{path} is a FIFO, socket or device, not a regular file.");
            default:
                break;
        }

        try
        {
            var info = new FileInfo(path);
            info = (FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
            return new SourceFile(path, info.Length, new DateTimeOffset(info.LastWriteTimeUtc));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceFileException(SourceFileError.Missing, $"{path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private string Difference(SourceFile now) => now.Size != Size
        ? $"{Path} changed: it had {Size} bytes and has {now.Size} now."
        : $"{Path} changed: it was modified at {now.ModifiedAt:O}.";

    private static SourceFileException Unreadable(string path, Exception cause) =>
        new(SourceFileError.Unreadable, $"{path} cannot be read: {cause.Message}", cause);
}

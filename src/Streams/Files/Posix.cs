using System.Runtime.InteropServices;

namespace Orchestrator.Streams.Files;

/// <summary>The system calls that .NET has no method for. Elsewhere than on Linux the nearest method of .NET does.</summary>
internal static partial class Posix
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int Exists = 17; // EEXIST
    private const int InvalidArgument = 22; // EINVAL
    private const int NotImplemented = 38; // ENOSYS
    private const int ReadOnlyFolder = 0x80000; // O_RDONLY | O_CLOEXEC
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const uint WantType = 1; // STATX_TYPE
    private const int StatxSize = 256;
    private const int StatxMode = 28; // offset of stx_mode, the same on every architecture

    /// <summary>Tells what a path leads to, without opening it: to open a FIFO would block.</summary>
    public static FileType TypeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Directory.Exists(path) ? FileType.Directory : FileType.Unknown;
        }

        Span<byte> statx = stackalloc byte[StatxSize];
        if (Statx(CurrentFolder, path, 0, WantType, statx) != 0)
        {
            return FileType.Unknown;
        }

        return (MemoryMarshal.Read<ushort>(statx[StatxMode..]) & 0xF000) switch
        {
            0x8000 => FileType.Regular,
            0x4000 => FileType.Directory,
            _ => FileType.Special,
        };
    }

    /// <summary>Renames within a file system, atomically, and never over an existing file.</summary>
    /// <returns>False when the target exists.</returns>
    /// <exception cref="IOException">The file system says no.</exception>
    public static bool TryMoveWithoutReplacing(string from, string to)
    {
        var error = OperatingSystem.IsLinux()
            ? RenameAt2(CurrentFolder, from, CurrentFolder, to, NoReplace) == 0 ? 0 : Marshal.GetLastPInvokeError()
            : NotImplemented;
        switch (error)
        {
            case 0:
                return true;
            case Exists:
                return false;
            case InvalidArgument or NotImplemented:
                // Not Linux, or a file system without RENAME_NOREPLACE: look first, then rename.
                if (Path.Exists(to))
                {
                    return false;
                }

                File.Move(from, to, overwrite: false);
                return true;
            default:
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <summary>Makes the names in a folder durable: a file that was created or renamed is found there after a power cut.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnlyFolder);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            // A file system that cannot sync folders (EINVAL) has nothing more to promise.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
            {
                throw new IOException($"{folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}

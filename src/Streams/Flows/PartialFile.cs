using Orchestrator.Streams.Files;

namespace Orchestrator.Streams.Flows;

/// <summary>The partial of a transfer on disk.</summary>
internal static class PartialFile
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    /// <summary>Opens the partial for this process alone, with exactly the bytes before the plan's offset in it.</summary>
    public static FileStream Open(ReceivePlan plan, FlowState state)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(plan.PartialPath, Options(plan));
            var length = RandomAccess.GetLength(file.SafeFileHandle);
            if (length < plan.Offset)
            {
                throw state.Fail(FlowFault.PartialTooShort, $"{plan.PartialPath} has {length} bytes, not the {plan.Offset} to go on from.");
            }

            if (length > plan.Offset)
            {
                RandomAccess.SetLength(file.SafeFileHandle, plan.Offset);
            }

            if (plan.Offset == 0)
            {
                Posix.FlushFolder(Path.GetDirectoryName(plan.PartialPath)!);
            }

            return file;
        }
        catch (FileNotFoundException e) when (plan.Offset > 0)
        {
            throw state.Fail(FlowFault.PartialTooShort, $"{plan.PartialPath} is gone; there is nothing to go on from.", e);
        }
        catch (Exception e)
        {
            file?.Dispose();
            throw Fail(state, plan.PartialPath, e);
        }
    }

    private static FileStreamOptions Options(ReceivePlan plan) => new()
    {
        Mode = plan.Offset == 0 ? FileMode.OpenOrCreate : FileMode.Open,
        Access = FileAccess.ReadWrite,
        Share = FileShare.None,
        BufferSize = 0,
    };

    /// <summary>Records what went wrong with the partial; returns it, to be thrown.</summary>
    public static FlowException Fail(FlowState state, string path, Exception cause) => cause switch
    {
        FlowException known => known,
        IOException { HResult: NoSpace or OverQuota } => state.Fail(FlowFault.DiskFull, $"No space left for {path}.", cause),
        // What .NET makes of EFBIG.
        ArgumentOutOfRangeException => state.Fail(FlowFault.DiskFull, $"{path} would become larger than the file system or a limit allows.", cause),
        IOException or UnauthorizedAccessException => state.Fail(FlowFault.InboxUnwritable, $"{path} cannot be written: {cause.Message}", cause),
        _ => state.Fail(FlowFault.Internal, cause.Message, cause),
    };
}

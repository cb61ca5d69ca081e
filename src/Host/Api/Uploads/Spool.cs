using Akka.Actor;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Files;

namespace Orchestrator.Host.Api.Uploads;

/// <summary>
/// Where uploaded content waits for its transfer: a folder for each, named after the transfer's id. In it is either a hidden partial
/// or the file under the name that is offered, until the transfer has ended.
/// </summary>
/// <param name="dataDir">The daemon's data directory.</param>
internal sealed class Spool(string dataDir)
{
    /// <summary>How long an upload that nobody goes on with is kept.</summary>
    private static readonly TimeSpan KeepUnfinished = TimeSpan.FromDays(1);

    private readonly Inbox _root = new(Path.Combine(dataDir, "spool"));

    /// <summary>The folder of an upload.</summary>
    public Inbox Of(string id) => new(Path.Combine(_root.Folder, id));

    /// <summary>The folder of an upload, which is there from now on.</summary>
    public Inbox Create(string id)
    {
        _root.Create();
        var folder = Of(id);
        folder.Create();
        return folder;
    }

    /// <summary>The file of an upload that is whole, or null.</summary>
    public FileInfo? Whole(string id) => Directory.Exists(Of(id).Folder)
        ? new DirectoryInfo(Of(id).Folder).EnumerateFiles().FirstOrDefault(file => file.FullName != Of(id).PartialPath(id))
        : null;

    /// <summary>Deletes an upload. One of an id that was never uploaded is none.</summary>
    public void Delete(string id)
    {
        if (TransferId.IsValid(id) && Directory.Exists(Of(id).Folder))
            Directory.Delete(Of(id).Folder, recursive: true);
    }

    /// <summary>Deletes the uploads whose transfers have ended, and those that nobody goes on with.</summary>
    public async Task SweepAsync(IActorRef admin, DateTimeOffset now)
    {
        if (!Directory.Exists(_root.Folder))
            return;
        foreach (var folder in new DirectoryInfo(_root.Folder).EnumerateDirectories().Where(folder => TransferId.IsValid(folder.Name)))
        {
            var isOver = await admin.Ask<object>(new AdminProtocol.GetTransfer(folder.Name), TimeSpan.FromSeconds(20)) switch
            {
                TransferView transfer => transfer.State.IsFinal(),
                AdminProtocol.NotFound => folder.EnumerateFiles().Select(file => file.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max() < now.UtcDateTime - KeepUnfinished,
                _ => false,
            };
            if (isOver)
                Delete(folder.Name);
        }
    }
}

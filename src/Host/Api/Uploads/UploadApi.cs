using System.Globalization;
using Akka.Actor;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Files;

namespace Orchestrator.Host.Api.Uploads;

/// <summary><c>/v1/transfers/upload</c>: the content itself, for clients on other machines.</summary>
/// <param name="admin">The admin actor.</param>
/// <param name="spool">Where content waits.</param>
/// <param name="max">The largest content, bytes.</param>
internal sealed class UploadApi(IActorRef admin, Spool spool, long max)
{
    private const string Path = "/v1/transfers/upload";
    private const string Offset = "Upload-Offset";

    public IEnumerable<ApiRoute> Routes() =>
    [
        new("POST", Path, Role.Write, "Uploads a file and hands it over", UploadAsync)
        {
            Query =
            [
                new("peer", "The receiver's JID", IsRequired: true),
                new("name", "The file's name", IsRequired: true),
                new("account", "The account that sends; needed when more than one is configured"),
                new("description", "Free text that goes with the offer"),
                new("priority", "-100 to 100", "integer"),
                new("deadline", "When it gives up, ISO 8601"),
                new("maxRate", "Bytes per second", "integer"),
                new("roads", RoadPolicies.Names),
            ],
            Headers =
            [
                new("Idempotency-Key", "The same key gives the same transfer; needed to go on with an upload that broke off"),
                new("Content-Range", "bytes FIRST-LAST/SIZE: the body is this part of the content; without it, all of it"),
            ],
            BodyContentType = "application/octet-stream",
            Answers =
            [
                new(202, "The content is whole, the transfer accepted and durable; Location says where it is", typeof(TransferView)),
                new(200, "The key had been used for the same transfer before", typeof(TransferView)),
                new(204, "The part is durable; Upload-Offset says where the next one begins"),
            ],
        },
        new("HEAD", Path, Role.Write, "Tells in Upload-Offset how much of an upload the daemon has", OffsetAsync)
        {
            Headers = [new("Idempotency-Key", "That of the upload", IsRequired: true)],
            Answers = [new(200, "Upload-Offset tells it")],
        },
    ];

    private async Task UploadAsync(HttpContext context)
    {
        var (request, stop) = (context.Request, context.RequestAborted);
        var given = SubmitReader.Key(request);
        var range = ContentRange.Of(request);
        if (given is null && request.Headers.ContentRange.Count > 0)
            throw new ProblemException(400, "missing-key", "Parts of a content need an Idempotency-Key that holds them together; send the same one with each, a UUID will do.");
        var submit = UploadReader.Read(request, given ?? $"upload-{TransferId.Random()}");
        if (range.Total > max)
            throw UploadWriter.TooLarge(max);
        var id = TransferId.OfSubmit(submit.Key);
        if (given is not null && await KnownAsync(id, submit, range) is { } known)
        {
            await TransfersApi.SubmittedAsync(context, new AdminProtocol.Submitted(known, Created: false));
            return;
        }

        if (spool.Whole(id) is not { } whole)
        {
            // What is larger than other requests' bodies goes to the disk as it comes.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = null;
            whole = await ReceiveAsync(context, id, given is not null, submit.Path, range, stop);
            if (whole is null)
                return;
        }

        if (whole.Name != submit.Path || range.Total is { } size && size != whole.Length)
            throw new ProblemException(409, "key-conflict", $"Under this key '{whole.Name}' with {whole.Length} bytes was uploaded; take another key for another content.");
        await SubmitAsync(context, id, given is not null, submit with { Path = whole.FullName });
    }

    // With a key the same content need not come again when the rest of the request is mended.
    private async Task SubmitAsync(HttpContext context, string id, bool canGoOn, AdminProtocol.Submit submit)
    {
        try
        {
            await TransfersApi.SubmittedAsync(context, await AdminDoor.AskAsync<AdminProtocol.Submitted>(admin, submit));
        }
        catch (ProblemException e) when (e.Status == 422 && !canGoOn)
        {
            spool.Delete(id);
            throw;
        }
    }

    // The content is gone when its transfer has ended, but the key still means it.
    private async Task<TransferView?> KnownAsync(string id, AdminProtocol.Submit submit, ContentRange range)
    {
        if (await admin.Ask<object>(new AdminProtocol.GetTransfer(id), TimeSpan.FromSeconds(20)) is not TransferView transfer)
            return null;
        var isSame = transfer.Name == submit.Path && transfer.Peer == submit.Peer.ToString() && (range.Total is null || range.Total == transfer.Size)
            && (submit.Account is null || submit.Account.Bare.ToString() == transfer.Account) && submit.Description == transfer.Description;
        return isSame ? transfer
            : throw new ProblemException(409, "key-conflict", $"This key belongs to the transfer of '{transfer.Name}' to {transfer.Peer}; take another key for another content.") { TransferId = id };
    }

    /// <summary>The file when it is whole; null when more parts are to come, which is answered then.</summary>
    private async Task<FileInfo?> ReceiveAsync(HttpContext context, string id, bool canGoOn, string name, ContentRange range, CancellationToken stop)
    {
        var isWhole = false;
        try
        {
            var folder = spool.Create(id);
            if (range.Total - range.From > folder.FreeBytes())
                throw UploadWriter.DiskFull();
            var partial = folder.PartialPath(id);
            var length = await UploadWriter.WriteAsync(partial, range, context.Request.Body, max, stop);
            isWhole = range.Total is not { } total || length == total;
            if (isWhole)
            {
                var target = System.IO.Path.Combine(folder.Folder, name);
                return folder.Publish(partial, target)
                    ? new FileInfo(target)
                    : throw new ProblemException(409, "upload-running", "Another request has just uploaded a content under this key; ask what became of it.");
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.Headers[Offset] = length.ToString(CultureInfo.InvariantCulture);
            return null;
        }
        finally
        {
            if (!isWhole && !canGoOn)
                spool.Delete(id);
        }
    }

    private async Task OffsetAsync(HttpContext context)
    {
        var key = SubmitReader.Key(context.Request) ?? throw new ProblemException(400, "missing-key", "Which upload is meant says its Idempotency-Key; send it.");
        var id = TransferId.OfSubmit(key);
        var partial = new FileInfo(spool.Of(id).PartialPath(id));
        var offset = partial.Exists ? partial.Length
            : spool.Whole(id)?.Length
            ?? (await AdminDoor.AskAsync<TransferView>(admin, new AdminProtocol.GetTransfer(id))).Size;
        context.Response.Headers[Offset] = offset.ToString(CultureInfo.InvariantCulture);
    }
}

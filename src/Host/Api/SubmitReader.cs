using System.Text.Json;
using System.Xml;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;

namespace Orchestrator.Host.Api;

/// <summary>Reads <c>POST /v1/transfers</c>. Each fault has its own code; nothing is guessed.</summary>
internal static class SubmitReader
{
    private const int MaxKey = 200;
    private const int MaxDescription = 4000;
    private const string Shape = "send {\"path\": \"/absolute/file\", \"peer\": \"user@example.org\"}, and account and description if you like";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <exception cref="ProblemException">What is wrong with the request.</exception>
    public static async Task<AdminProtocol.Submit> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        if (!request.HasJsonContentType())
            throw new ProblemException(415, "wrong-content-type", "The body must be JSON; send it with Content-Type: application/json.");
        var body = await BodyAsync(request, stop);
        var path = body.Path;
        if (!Path.IsPathFullyQualified(path))
            throw Bad("path-not-absolute", $"'{path}' is no absolute path, and the daemon does not know the folder you are in; write all of the path.");
        if (path.Contains('\0', StringComparison.Ordinal))
            throw Bad("bad-path", "The path holds a NUL, which no file's name can; remove it.");
        var account = body.Account is null ? null : Address("account", body.Account);
        return new AdminProtocol.Submit(path, Address("peer", body.Peer), account, Key(request), Description(body.Description));
    }

    private static async Task<SubmitRequest> BodyAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, stop);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Bad("bad-json", $"The body is no JSON object; {Shape}.");
            var fields = document.RootElement.EnumerateObject().ToDictionary(field => field.Name, Text);
            if (fields.Keys.FirstOrDefault(name => name is not ("path" or "peer" or "account" or "description")) is { } unknown)
                throw Bad("unknown-field", $"There is no field '{unknown}'; {Shape}.");
            return new SubmitRequest(
                fields.GetValueOrDefault("path") ?? throw Missing("path"),
                fields.GetValueOrDefault("peer") ?? throw Missing("peer"),
                fields.GetValueOrDefault("account"),
                fields.GetValueOrDefault("description"));
        }
        catch (JsonException e)
        {
            throw Bad("bad-json", $"The body is no JSON that is accepted here: {e.Message} Correct it; {Shape}.");
        }
        catch (InvalidOperationException)
        {
            throw Bad("bad-json", "The body holds a text that is no Unicode (half of a surrogate pair); correct it.");
        }
    }

    private static string? Text(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.String => field.Value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Bad("wrong-type", $"The field '{field.Name}' must be a text; put it in quotes."),
    };

    private static Jid Address(string field, string text) =>
        Jid.TryParse(text, out var jid, out var error) ? jid : throw Bad("bad-jid", $"{field}: {error}");

    private static string? Key(HttpRequest request)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return null;
        return header is [{ Length: > 0 and <= MaxKey } key] && key.All(c => c is >= '!' and <= '~')
            ? key
            : throw Bad("bad-key", $"Idempotency-Key must be one text of 1 to {MaxKey} visible ASCII characters without spaces; a UUID will do.");
    }

    private static string? Description(string? text)
    {
        if (text is { Length: > MaxDescription })
            throw Bad("bad-description", $"The description is longer than {MaxDescription} characters; shorten it.");
        // What XML cannot carry could never be offered.
        return text is null || IsXml(text) ? text : throw Bad("bad-description", "The description holds control characters; remove them.");
    }

    private static bool IsXml(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static ProblemException Missing(string field) => Bad("missing-field", $"The field '{field}' is missing; {Shape}.");

    private static ProblemException Bad(string code, string detail) => new(400, code, detail);
}

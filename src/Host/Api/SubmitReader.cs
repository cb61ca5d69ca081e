using System.Xml;
using Orchestrator.Actors.Admin;
using Orchestrator.Xmpp;

namespace Orchestrator.Host.Api;

/// <summary>Reads <c>POST /v1/transfers</c>, and what an upload has in common with it.</summary>
internal static class SubmitReader
{
    private const int MaxKey = 200;
    private const int MaxDescription = 4000;
    private const string Shape = "send {\"path\": \"/absolute/file\", \"peer\": \"user@example.org\"}, and account, description, priority, deadline, maxRate and roads if you like";

    /// <exception cref="ProblemException">What is wrong with the request.</exception>
    public static async Task<AdminProtocol.Submit> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        var body = (await JsonBody.ReadAsync(request, Shape, stop)).Only("path", "peer", "account", "description", "priority", "deadline", "maxRate", "roads");
        var path = body.Required("path");
        var peer = body.Required("peer");
        if (!Path.IsPathFullyQualified(path))
            throw Bad("path-not-absolute", $"'{path}' is no absolute path, and the daemon does not know the folder you are in; write all of the path.");
        if (path.Contains('\0', StringComparison.Ordinal))
            throw Bad("bad-path", "The path holds a NUL, which no file's name can; remove it.");
        return new AdminProtocol.Submit(path, Address("peer", peer), AddressOrNull("account", body.Text("account")), Key(request), Description(body.Text("description")))
        {
            Priority = (int?)body.Number("priority", int.MinValue, int.MaxValue) ?? 0,
            Deadline = body.Time("deadline"),
            MaxRate = body.Number("maxRate", 0, long.MaxValue),
            Roads = body.Roads("roads"),
        };
    }

    /// <summary>The idempotency key, or null.</summary>
    public static string? Key(HttpRequest request)
    {
        var header = request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return null;
        return header is [{ Length: > 0 and <= MaxKey } key] && key.All(c => c is >= '!' and <= '~')
            ? key
            : throw Bad("bad-key", $"Idempotency-Key must be one text of 1 to {MaxKey} visible ASCII characters without spaces; a UUID will do.");
    }

    /// <summary>A JID.</summary>
    public static Jid Address(string field, string text) =>
        Jid.TryParse(text, out var jid, out var error) ? jid : throw Bad("bad-jid", $"{field}: {error}");

    /// <summary>A JID, when there is one.</summary>
    public static Jid? AddressOrNull(string field, string? text) => text is null ? null : Address(field, text);

    /// <summary>A description that can be offered.</summary>
    public static string? Description(string? text)
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

    private static ProblemException Bad(string code, string detail) => new(400, code, detail);
}

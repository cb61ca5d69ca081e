using System.Collections.Immutable;
using Orchestrator.Actors.Transfers;
using Orchestrator.Host.Api.Webhooks;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads and checks <c>orchestrator.http.webhooks</c>.</summary>
internal static class WebhookReader
{
    private const int MinSecret = 16;

    public static ImmutableArray<WebhookSettings> ReadAll(ConfigSection top, string root)
    {
        var webhooks = ImmutableArray.CreateBuilder<WebhookSettings>();
        foreach (var section in top.Sections("http.webhooks"))
        {
            if (Read(section, root) is not { } webhook)
                continue;
            if (webhooks.Any(other => other.Url == webhook.Url))
                section.Fault("url", "is already that of another webhook; remove one of the two");
            webhooks.Add(webhook);
        }

        return webhooks.ToImmutable();
    }

    private static WebhookSettings? Read(ConfigSection section, string root)
    {
        var text = section.Required("url", "\"https://bots.example.org/transfers\"");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            if (text.Length > 0)
                section.Fault("url", $"'{text}' is no address to post to; write it as \"https://bots.example.org/transfers\", in quotes");
            url = null;
        }

        var file = section.Required("secret-file", "\"webhook.secret\"");
        var secret = file.Length == 0 ? null : SecretFile.Read(section, "secret-file", Path.GetFullPath(file, root), "the secret");
        if (secret is { Length: < MinSecret })
            section.Fault("secret-file", $"the secret must be {MinSecret} or more characters; make one with: openssl rand -hex 32");
        var events = section.Texts("events");
        foreach (var unknown in events.Where(kind => !TransferEventSerializer.EventKinds.Contains(kind)))
            section.Fault("events", $"'{unknown}' is no kind of event; there are {string.Join(", ", TransferEventSerializer.EventKinds)}");
        return url is null || secret is null ? null : new WebhookSettings(url, new WebhookSecret(secret), events);
    }
}

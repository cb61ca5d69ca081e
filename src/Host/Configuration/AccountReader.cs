using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads and checks <c>orchestrator.accounts</c>.</summary>
internal static class AccountReader
{
    private const long DefaultMaxSize = 16L << 30;

    /// <summary>The accounts, at least one, their JIDs distinct.</summary>
    public static ImmutableArray<AccountSettings> ReadAll(ConfigSection top, string root)
    {
        var accounts = ImmutableArray.CreateBuilder<AccountSettings>();
        var seen = new HashSet<Jid>();
        var count = 0;
        foreach (var section in top.Sections("accounts"))
        {
            count++;
            if (Read(section, root) is not { } account)
                continue;
            if (!seen.Add(account.Xmpp.Jid.Bare))
                section.Fault("jid", $"{account.Xmpp.Jid.Bare} is already the JID of another account; remove one of the two");
            accounts.Add(account);
        }

        if (count == 0)
            top.Fault("accounts", "at least one account is required; add accounts = [ { jid = \"bot@example.org\", password-file = \"bot.password\" } ]");
        return accounts.ToImmutable();
    }

    private static AccountSettings? Read(ConfigSection section, string root)
    {
        var jid = Address(section);
        var password = PasswordReader.Read(section, root);
        var tls = section.Choice("tls", TlsMode.Required,
            ("required", TlsMode.Required), ("direct", TlsMode.Direct), ("insecure", TlsMode.Insecure));
        var host = section.Text("host") ?? jid?.Domain ?? "localhost";
        var port = section.Count("port", 1, 65535, jid is { IsDomain: true } ? 5347 : tls == TlsMode.Direct ? 5223 : 5222);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            section.Fault("host", $"'{host}' is no host name or address; the port stands in port");
        if (tls == TlsMode.Insecure && !IsLoopback(host))
            section.Fault("tls", $"insecure would show the password to everybody on the way to {host}; it is for loopback hosts only, write required or direct");
        if (tls == TlsMode.Required && jid is { IsDomain: true })
            section.Fault("tls", "a component's stream (XEP-0114) knows no STARTTLS; write direct, or insecure for a loopback host");

        var caFile = CaFile(section, root);
        var fingerprint = Fingerprint(section);
        var inbox = Inbox(section, root);
        var acceptFrom = section.Texts("accept-from");
        foreach (var rule in acceptFrom.Where(rule => !IsRule(rule)))
            section.Fault("accept-from", $"'{rule}' is no rule; write bob@example.org, example.org, *@example.org or *");
        var maxSize = section.Bytes("max-size", 0, long.MaxValue, DefaultMaxSize);
        var roads = section.Choice("roads", RoadPolicy.Any, [.. RoadPolicies.All.Select(policy => (policy.Name(), policy))]);
        var urlsInMessages = section.Choice("urls-in-messages", false, ("on", true), ("off", false));
        var admins = Admins(section);
        if (jid is null)
            return null;

        var xmpp = new XmppOptions
        {
            Jid = jid,
            Password = password,
            Host = host,
            Port = port,
            Tls = tls,
            CaFile = caFile,
            Fingerprint = fingerprint,
        };
        return new AccountSettings(xmpp, inbox, acceptFrom, maxSize, roads) { Admins = admins, UrlsInMessages = urlsInMessages };
    }

    private static Jid? Address(ConfigSection section)
    {
        var text = section.Required("jid", "\"bot@example.org\"");
        if (text.Length == 0 || Jid.TryParse(text, out var jid, out var error))
            return text.Length == 0 ? null : Jid.Parse(text);
        section.Fault("jid", error);
        return null;
    }

    private static ImmutableHashSet<Jid> Admins(ConfigSection section)
    {
        var admins = ImmutableHashSet.CreateBuilder<Jid>();
        foreach (var text in section.Texts("admins"))
        {
            // Never a whole domain: who is meant must be named.
            if (Jid.TryParse(text, out var jid, out var error) && !jid.IsDomain)
                admins.Add(jid);
            else
                section.Fault("admins", $"'{text}' names nobody{(error is null ? "" : $": {error}")}; write ops@example.org");
        }

        return admins.ToImmutable();
    }

    private static string? CaFile(ConfigSection section, string root)
    {
        if (section.Text("ca-file") is not { } text)
            return null;
        var file = Path.GetFullPath(text, root);
        if (!File.Exists(file))
        {
            section.Fault("ca-file", $"there is no file {file}; name the authority's certificate in PEM");
            return file;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            if (authorities.Count == 0)
                section.Fault("ca-file", $"{file} holds no certificate; it must be PEM (-----BEGIN CERTIFICATE-----)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            section.Fault("ca-file", $"cannot read {file}: {e.Message}");
        }

        return file;
    }

    private static string? Fingerprint(ConfigSection section)
    {
        var text = section.Text("fingerprint");
        if (text is not null && text.Replace(":", "", StringComparison.Ordinal) is var hex && (hex.Length != 64 || !hex.All(char.IsAsciiHexDigit)))
            section.Fault("fingerprint", "must be a SHA-256: 64 hex digits, colons allowed; see openssl x509 -noout -fingerprint -sha256");
        return text;
    }

    private static string? Inbox(ConfigSection section, string root)
    {
        if (section.Text("inbox") is not { } text)
            return null;
        var inbox = Path.GetFullPath(text, root);
        if (!Directory.Exists(inbox))
        {
            section.Fault("inbox", $"there is no folder {inbox}; make it, or name another");
            return inbox;
        }

        try
        {
            var probe = Path.Combine(inbox, $".orchestrator-{Guid.NewGuid():N}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault("inbox", $"cannot write to {inbox}: {e.Message} Give the daemon's user the right to.");
        }

        return inbox;
    }

    private static bool IsRule(string rule)
    {
        var rest = rule.StartsWith("*@", StringComparison.Ordinal) ? rule[2..] : rule;
        return rule == "*" || (Jid.TryParse(rest, out var jid, out _) && jid.IsBare && (rest == rule || jid.IsDomain));
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Proxies;

/// <summary>Keeps the <see cref="ProxyBook"/> across restarts, in one small JSON file. What cannot be read is begun anew.</summary>
/// <param name="path">The file.</param>
/// <param name="settings">What the configuration says of proxies: with another one the accounts' lists are asked for again.</param>
public sealed class ProxyFile(string path, string settings)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>The book as it was saved last, without streams that run.</summary>
    public ProxyBook Load()
    {
        try
        {
            using var file = File.OpenRead(path);
            var saved = JsonSerializer.Deserialize<Saved>(file, _json)!;
            return new ProxyBook
            {
                Proxies = saved.Proxies.Select(Read).ToImmutableDictionary(p => p.Jid),
                Accounts = saved.Settings == settings ? saved.Accounts.ToImmutableDictionary(a => a.Key, a => Read(a.Value)) : ProxyBook.Empty.Accounts,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException or NullReferenceException)
        {
            return ProxyBook.Empty;
        }
    }

    /// <summary>Replaces the file as a whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(ProxyBook book)
    {
        var saved = new Saved(
            settings,
            [.. book.Proxies.Values.Select(Write)],
            book.Accounts.ToDictionary(a => a.Key, a => Write(a.Value)));
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(saved, _json));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static SavedProxy Write(ProxyRecord p) => new(
        p.Jid.ToString(), [.. p.Hosts.Select(h => new SavedHost(h.Host, h.Port))], p.Successes, p.FailuresInARow, p.Chance, p.BrokenUntil,
        p.Latency.TotalSeconds, p.Throughput, p.LastFailure, p.IsDisabled);

    private static SavedAccount Write(ProxyBook.Known known) => new(
        known.Until,
        known.Asked.ToDictionary(a => a.Key.ToString(), a => a.Value.Select(j => j.ToString()).ToArray()),
        known.Refused.ToDictionary(r => r.Key.ToString(), r => r.Value));

    private static ProxyRecord Read(SavedProxy p)
    {
        var jid = Jid.Parse(p.Jid);
        return new ProxyRecord(jid, [.. p.Hosts.Select(h => new Streamhost(jid, h.Host, h.Port))])
        {
            Successes = p.Successes,
            FailuresInARow = p.FailuresInARow,
            Chance = p.Chance,
            BrokenUntil = p.BrokenUntil,
            Latency = TimeSpan.FromSeconds(p.LatencySeconds),
            Throughput = p.BytesPerSecond,
            LastFailure = p.LastFailure,
            IsDisabled = p.IsDisabled,
        };
    }

    // A file without refusals is an older one, that held them against every account: ask again.
    private static ProxyBook.Known Read(SavedAccount account) => new(
        account.Asked.ToImmutableDictionary(a => Jid.Parse(a.Key), a => a.Value.Select(Jid.Parse).ToImmutableArray()), account.Refused is null ? default : account.Until)
    {
        Refused = account.Refused?.ToImmutableDictionary(r => Jid.Parse(r.Key), r => r.Value) ?? ProxyBook.Known.Nothing.Refused,
    };

    private sealed record Saved(string Settings, SavedProxy[] Proxies, Dictionary<string, SavedAccount> Accounts);

    private sealed record SavedAccount(DateTimeOffset Until, Dictionary<string, string[]> Asked, Dictionary<string, ProxyBook.Refusal>? Refused = null);

    private sealed record SavedHost(string Host, int Port);

    private sealed record SavedProxy(
        string Jid, SavedHost[] Hosts, int Successes, int FailuresInARow, double Chance, DateTimeOffset BrokenUntil,
        double LatencySeconds, double BytesPerSecond, string? LastFailure, bool IsDisabled);
}

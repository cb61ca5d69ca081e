using System.Security.Cryptography;
using System.Text;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Transfers;

/// <summary>
/// How transfers get their ids. An id is also the transfer's persistence id, so whatever leads to the same id leads to the
/// same transfer: the same idempotency key, and the same transfer offered again by the same peer.
/// </summary>
public static class TransferId
{
    /// <summary>In front of an id in the journal.</summary>
    public const string PersistencePrefix = "transfer-";

    private const int Bytes = 15;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>An id, or a stream id, that nobody can guess.</summary>
    public static string Random() => Encode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The id of a submit: from its key when it has one.</summary>
    public static string OfSubmit(string? key) => key is null ? Random() : Digest("submit", key);

    /// <summary>The id on this side of a transfer that the sender calls <paramref name="remoteId"/>.</summary>
    public static string OfOffer(string account, Jid sender, string remoteId) => Digest("offer", account, sender.Bare.ToString(), remoteId);

    /// <summary>The id of the first transfer of what a peer has at a URL; <see cref="After"/> has those that follow.</summary>
    public static string OfUrl(string account, Jid sender, Uri url) => Digest("url", account, sender.Bare.ToString(), url.AbsoluteUri);

    /// <summary>The id of the transfer that follows an ended one, for what was at its URL later.</summary>
    public static string After(string id) => Digest("after", id);

    /// <summary>Whether it has the form of an id.</summary>
    public static bool IsValid(string id) => id.Length == Bytes * 8 / 5 && id.All(c => Alphabet.Contains(c, StringComparison.Ordinal));

    private static string Digest(params string[] parts) =>
        Encode(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))).AsSpan(0, Bytes));

    // Five bits a letter; safe in file names, URLs and XML.
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        int bits = 0, held = 0;
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }

        return text.ToString();
    }
}

using System.Security.Cryptography;

namespace Orchestrator.Xmpp.Sasl;

/// <summary>The mechanism to use, out of those offered.</summary>
/// <param name="Mechanism">Its registered name.</param>
/// <param name="Hash">SCRAM's hash; null for PLAIN.</param>
/// <param name="Gs2Flag">SCRAM's word about channel binding (RFC 5802 §6).</param>
/// <param name="Binding">The channel binding's bytes, if it is used.</param>
internal sealed record SaslChoice(string Mechanism, HashAlgorithmName? Hash, string Gs2Flag, byte[] Binding)
{
    /// <summary>
    /// The strongest mechanism: SCRAM-SHA-256, then SCRAM-SHA-1, each bound to the TLS channel where both ends can, then
    /// PLAIN if TLS protects it. Null if none may be used.
    /// </summary>
    /// <param name="mechanisms">The server's offer.</param>
    /// <param name="bindings">The channel bindings that the server says it knows (XEP-0440); null if it says nothing.</param>
    /// <param name="channel">What this end has.</param>
    public static SaslChoice? Choose(IReadOnlyCollection<string> mechanisms, IReadOnlyCollection<string>? bindings, ChannelFacts channel)
    {
        // A server that says nothing means tls-unique, the default of RFC 5802 §6.1.
        var known = bindings ?? ["tls-unique"];
        var common = channel.Bindings.FirstOrDefault(b => known.Contains(b.Name));
        var offersBinding = mechanisms.Any(m => m.StartsWith("SCRAM-", StringComparison.Ordinal) && m.EndsWith("-PLUS", StringComparison.Ordinal));
        foreach (var (name, hash) in new[] { ("SCRAM-SHA-256", HashAlgorithmName.SHA256), ("SCRAM-SHA-1", HashAlgorithmName.SHA1) })
        {
            if (common.Name is not null && mechanisms.Contains(name + "-PLUS"))
                return new SaslChoice(name + "-PLUS", hash, "p=" + common.Name, common.Data);
            // "y" says: we could, you did not offer it. The server finds out if somebody removed its offer.
            if (mechanisms.Contains(name))
                return new SaslChoice(name, hash, channel.Bindings.Count > 0 && !offersBinding ? "y" : "n", []);
        }
        return mechanisms.Contains("PLAIN") && channel.IsTls ? new SaslChoice("PLAIN", null, "n", []) : null;
    }
}

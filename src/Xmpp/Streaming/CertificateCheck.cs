using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>
/// Decides whether the server's certificate is the domain's (RFC 6120 §13.7): by the pinned fingerprint if there is one, else by name and
/// chain, up to the configured authorities or the system's.
/// </summary>
internal sealed class CertificateCheck(XmppOptions options)
{
    /// <summary>Why the certificate was refused; null while it was not.</summary>
    public string? Fault { get; private set; }

    /// <summary>What to hand to <see cref="SslStream"/>. TLS 1.2 and later only.</summary>
    /// <exception cref="XmppException">The CA file cannot be read.</exception>
    public SslClientAuthenticationOptions ToTlsOptions() => new()
    {
        TargetHost = options.Jid.Domain,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (Fault = Judge(certificate, chain, errors)) is null,
        ApplicationProtocols = options.Tls == TlsMode.Direct ? [new SslApplicationProtocol("xmpp-client")] : null,
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (options.CaFile is null || options.Fingerprint is not null)
            return policy;
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(options.CaFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new XmppException(XmppErrorKind.CertificateRejected, $"The CA file {options.CaFile} cannot be read: {e.Message}", isFinal: true, e);
        }
        if (policy.CustomTrustStore.Count == 0)
            throw new XmppException(XmppErrorKind.CertificateRejected, $"The CA file {options.CaFile} holds no certificate in PEM form.", isFinal: true);
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        return policy;
    }

    private string? Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the server showed none";
        if (options.Fingerprint is { } pinned)
        {
            var seen = certificate.GetCertHashString(HashAlgorithmName.SHA256);
            return string.Equals(pinned.Replace(":", "", StringComparison.Ordinal), seen, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"its SHA-256 fingerprint is {seen}, not the configured one";
        }
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"it is not for {options.Jid.Domain}";
        if (errors == SslPolicyErrors.None)
            return null;
        var faults = chain?.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct() ?? [];
        return $"{string.Join(", ", faults)} (trusted: {options.CaFile ?? "the system's authorities"})";
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

public sealed class TlsTests : ClientTest
{
    private const string BoundScram = "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism></mechanisms>"
        + "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-server-end-point'/></sasl-channel-binding>";

    private static readonly X509Certificate2 _certificate = Certificate("localhost");

    private readonly string _caFile = Path.GetTempFileName();

    private XmppOptions Secure => Options with { Tls = TlsMode.Required, CaFile = CaFile(_certificate) };

    public override Task DisposeAsync()
    {
        File.Delete(_caFile);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task STARTTLS_works_and_what_was_injected_before_it_does_not_count()
    {
        var client = Create(Secure);
        var stream = await ConnectAsync(client, async s =>
        {
            await s.OpenAsync(ScriptedStream.StartTls + "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>");
            await s.StartTlsAsync(_certificate);
            await s.LoginAsync();
        });

        var error = await RefusedAsync(Secure, async s =>
        {
            await s.OpenAsync(ScriptedStream.StartTls);
            await s.StartTlsAsync(_certificate, injected: "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            await s.OpenAsync("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        });
        error.Kind.ShouldBe(XmppErrorKind.NoUsableMechanism);
    }

    [Fact]
    public async Task Direct_TLS_works_and_SCRAM_is_bound_to_the_servers_certificate()
    {
        ScramServer? scram = null;
        var client = Create(Secure with { Tls = TlsMode.Direct });
        var stream = await ConnectAsync(client, async s =>
        {
            await s.HandshakeAsync(_certificate);
            await s.OpenAsync(BoundScram);
            (scram, var final) = await s.ProveAsync();
            await s.SucceedAsync(final);
            await s.OpenAsync(ScriptedStream.Bind);
            await s.NextAsync();
            await s.SendAsync("<iq type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@localhost/r</jid></bind></iq>");
        });
        scram!.Gs2Flag.ShouldBe("p=tls-server-end-point");
        scram.Binding.ShouldBe(SHA256.HashData(_certificate.RawData));
    }

    [Fact]
    public async Task A_certificate_for_another_name_or_from_an_unknown_authority_is_refused()
    {
        var other = Certificate("other.example");
        await Refuses(Secure with { CaFile = CaFile(other) }, other, "not for localhost");
        await Refuses(Secure with { CaFile = CaFile(other) }, _certificate, "refused");
        await Refuses(Secure with { CaFile = null }, _certificate, "ca-file");
    }

    [Fact]
    public async Task A_pinned_fingerprint_alone_decides()
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(_certificate.RawData));
        var pinned = Secure with { CaFile = null, Fingerprint = string.Join(':', fingerprint.Chunk(2).Select(c => new string(c))) };
        var client = Create(pinned);
        var stream = await ConnectAsync(client, async s =>
        {
            await s.OpenAsync(ScriptedStream.StartTls);
            await s.StartTlsAsync(_certificate);
            await s.LoginAsync();
        });
        await Refuses(pinned with { CaFile = CaFile(_certificate), Fingerprint = new string('0', 64) }, _certificate, fingerprint.ToUpperInvariant());
    }

    private async Task Refuses(XmppOptions options, X509Certificate2 certificate, string words)
    {
        var error = await RefusedAsync(options, async s =>
        {
            await s.OpenAsync(ScriptedStream.StartTls);
            await Should.ThrowAsync<Exception>(async () =>
            {
                await s.StartTlsAsync(certificate);
                // TLS 1.3 lets the server believe for a moment that all is well.
                await s.OpenAsync(ScriptedStream.Scram);
            });
        });
        (error.Kind, error.IsFinal).ShouldBe((XmppErrorKind.CertificateRejected, true));
        error.Message.ShouldContain(words);
    }

    private string CaFile(X509Certificate2 certificate)
    {
        File.WriteAllText(_caFile, certificate.ExportCertificatePem());
        return _caFile;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Tests.Interop.Processes;

namespace Orchestrator.Tests.Interop;

/// <summary>The servers that every other test here trusts.</summary>
public abstract class ServerTests<TServer>(TServer server) : IClassFixture<TServer>
    where TServer : XmppServer
{
    [Fact]
    public async Task The_server_is_back_on_its_ports_after_a_kill_and_after_a_stop()
    {
        await server.KillAsync();
        await server.StartAsync();
        await server.StopAsync();
        await server.StartAsync();
    }

    [Fact]
    public async Task Its_certificate_is_signed_by_the_authority_in_the_file()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.DirectTlsPort);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(server.CaFile);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(ca);
        using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
        tls.IsAuthenticated.ShouldBeTrue();
    }
}

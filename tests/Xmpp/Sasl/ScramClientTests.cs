using System.Security.Cryptography;
using System.Text;
using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Tests.Xmpp.Sasl;

public sealed class ScramClientTests
{
    private const string Sha256Nonce = "rOprNGfwEbeRWgbNEkqO";
    private const string Sha256First = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    private static ScramClient Sha256(string password = "pencil", string flag = "n", byte[]? binding = null) =>
        new(HashAlgorithmName.SHA256, "user", password, Sha256Nonce, flag, binding ?? []);

    [Fact]
    public void The_example_of_RFC_5802_comes_out()
    {
        var scram = new ScramClient(HashAlgorithmName.SHA1, "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL", "n", []);
        scram.First.ShouldBe("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        scram.Final("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
            .ShouldBe("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        scram.Verify("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    [Fact]
    public void The_example_of_RFC_7677_comes_out()
    {
        var scram = Sha256();
        scram.Final(Sha256First)
            .ShouldBe("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.Verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    [Theory]
    [InlineData("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [InlineData("v=")]
    [InlineData("")]
    [InlineData("e=other-error")]
    [InlineData("v=%%%")]
    public void A_server_that_does_not_know_the_password_is_found_out(string final)
    {
        var scram = Sha256();
        scram.Final(Sha256First);
        Should.Throw<SaslException>(() => scram.Verify(final));
    }

    [Fact]
    public void A_signature_that_comes_before_our_proof_proves_nothing() =>
        Should.Throw<SaslException>(() => Sha256().Verify("v=")).IsForged.ShouldBeTrue();

    [Theory]
    [InlineData("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-1")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999999")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=???,i=4096")]
    [InlineData("m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("")]
    public void A_malformed_or_hostile_first_message_is_refused(string first) =>
        Should.Throw<SaslException>(() => Sha256().Final(first));

    [Fact]
    public void The_channel_binding_is_part_of_what_is_signed()
    {
        var final = Sha256(flag: "p=tls-server-end-point", binding: [1, 2, 3]).Final(Sha256First);
        var bound = Convert.FromBase64String(final.Split(',')[0][2..]);
        bound.ShouldBe([.. Encoding.UTF8.GetBytes("p=tls-server-end-point,,"), 1, 2, 3]);
        final.ShouldNotBe(Sha256(flag: "p=tls-server-end-point", binding: [1, 2, 4]).Final(Sha256First));
    }

    [Fact]
    public void Commas_and_equals_signs_in_a_name_are_escaped() =>
        new ScramClient(HashAlgorithmName.SHA1, "a,b=c", "p", "N", "y", []).First.ShouldBe("y,,n=a=2Cb=3Dc,r=N");

    [Fact]
    public void Passwords_that_look_alike_are_alike_and_a_line_end_is_told()
    {
        Sha256("pass\u00A0wo\u00ADrd").Final(Sha256First).ShouldBe(Sha256("pass word").Final(Sha256First));
        Sha256("e\u0301").Final(Sha256First).ShouldBe(Sha256("é").Final(Sha256First));
        Should.Throw<FormatException>(() => Sha256("hunter2\n")).Message.ShouldNotContain("hunter2");
    }
}

using Orchestrator.Host.Configuration;

namespace Orchestrator.Tests.Host.Configuration;

/// <summary>What a user is told about a faulty configuration: every fault, its line, its mend.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public FaultTests()
    {
        _folder.Write("password", "secret\n");
        Directory.CreateDirectory(_folder.In("inbox"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_faults_of_a_file_are_told_at_once_each_with_its_line()
    {
        var faults = Faults("""
            orchestrator {
              data-dir = "data"
              accounts = [
                { jid = "bot@example.org", password-file = "password", inbox = "inbox", accept-from = ["*@example.org"] }
                {
                  jid = "bot@example.org"
                  password-file = "password"
                  password-env = "X"
                  tls = insecure
                  prot = 5222
                  fingerprint = "zz"
                  inbox = "missing"
                  accept-from = "bob"
                }
              ]
              transfer {
                stall-timout = 30s
                deadline = 7
                checkpoint { bytes = 1 }
              }
              http.url = "http://0.0.0.0:8480"
              shutdown-grace = 1s
              shutdown-grace = 2s
            }
            """);

        string.Join('\n', faults).ShouldBe($"""
            my.conf:6: orchestrator.accounts[1].jid: bot@example.org is already the JID of another account; remove one of the two
            my.conf:8: orchestrator.accounts[1].password-env: password-file is set too; remove one of the two
            my.conf:9: orchestrator.accounts[1].tls: insecure would show the password to everybody on the way to example.org; it is for loopback hosts only, write required or direct
            my.conf:10: orchestrator.accounts[1].prot: there is no such setting; did you mean port?
            my.conf:11: orchestrator.accounts[1].fingerprint: must be a SHA-256: 64 hex digits, colons allowed; see openssl x509 -noout -fingerprint -sha256
            my.conf:12: orchestrator.accounts[1].inbox: there is no folder {_folder.In("missing")}; make it, or name another
            my.conf:13: orchestrator.accounts[1].accept-from: must be a list; write it as ["…", "…"]
            my.conf:17: orchestrator.transfer.stall-timout: there is no such setting; did you mean stall-timeout?
            my.conf:18: orchestrator.transfer.deadline: '7' is no time; write a number and its unit: ms, s, m, h or d
            my.conf:19: orchestrator.transfer.checkpoint.bytes: 1 is out of range; write a size from 64 KiB to 1 TiB
            my.conf:21: orchestrator.http.url: 0.0.0.0 is not loopback, and whoever reaches the API can send any file; add token-file = "api.token", or write it as "http://127.0.0.1:8480" or "unix:/run/orchestrator/api.sock", in quotes
            my.conf:23: orchestrator.shutdown-grace: already set on line 22; remove one of the two
            """);
    }

    [Theory]
    [InlineData("jid = \"a b@example.org\"", "orchestrator.accounts[0].jid: The JID's local part")]
    [InlineData("jid = \"\"", "orchestrator.accounts[0].jid: is empty")]
    [InlineData("host = \"a b\"", "orchestrator.accounts[0].host: 'a b' is no host name or address")]
    [InlineData("port = 0", "orchestrator.accounts[0].port: '0' is not allowed; write a whole number from 1 to 65535")]
    [InlineData("port = many", "orchestrator.accounts[0].port: 'many' is not allowed")]
    [InlineData("tls = maybe", "orchestrator.accounts[0].tls: 'maybe' is not allowed; write one of required, direct, insecure")]
    [InlineData("ca-file = \"nix.pem\"", "orchestrator.accounts[0].ca-file: there is no file")]
    [InlineData("ca-file = \"password\"", "holds no certificate; it must be PEM")]
    [InlineData("accept-from = [\"*@a b\"]", "orchestrator.accounts[0].accept-from: '*@a b' is no rule")]
    [InlineData("max-size = large", "orchestrator.accounts[0].max-size: 'large' is no size")]
    public void A_faulty_setting_of_an_account_is_told(string setting, string expected) =>
        Faults($"orchestrator {{ data-dir = d\n accounts = [ {{\n jid = \"bot@example.org\", password-file = \"password\"\n}}, {{\n{Completed(setting)}\n}} ] }}")
            .ShouldContain(fault => fault.Line >= 5 && fault.Message.Contains(expected.Replace("[0]", "[1]", StringComparison.Ordinal)));

    [Theory]
    [InlineData("s5b.listen = \"0.0.0.0\"", "orchestrator.s5b.listen: '0.0.0.0' is no address with a port")]
    [InlineData("oob.listen = \"0.0.0.0:8481\"", "orchestrator.oob.listen: needs oob.public-url beside it; write what peers reach oob.listen by")]
    [InlineData("oob { listen = \"0.0.0.0:8481\", public-url = \"ftp://h/\" }", "orchestrator.oob.public-url: 'ftp://h/' is no URL that a file's name can be put behind")]
    [InlineData("oob { listen = \"0.0.0.0:8481\", public-url = \"https://h/?a=b\" }", "orchestrator.oob.public-url: 'https://h/?a=b' is no URL")]
    [InlineData("oob { listen = on, public-url = \"https://h/\" }", "orchestrator.oob.listen: 'on' is no address with a port")]
    [InlineData("s5b.listen = \"::1\"", "orchestrator.s5b.listen: '::1' is no address with a port")]
    [InlineData("s5b { advertise = [\"a b\"] }", "orchestrator.s5b.advertise: 'a b' is no host name or address")]
    [InlineData("may-connect-to = [\"10.0.0.0/33\"]", "orchestrator.may-connect-to: '10.0.0.0/33' is no network")]
    [InlineData("http.url = \"ftp://127.0.0.1:1\"", "is no address to listen on")]
    [InlineData("http.url = \"https://127.0.0.1:1\"", "https needs a certificate; add certificate-file and key-file")]
    [InlineData("http.url = \"http://example.org:1\"", "example.org is a name; write the address to listen on")]
    [InlineData("http.url = \"unix:nowhere/api.sock\"", "there is no folder")]
    [InlineData("http.token-file = \"nix\"", "make it, mode 600, with the token in it")]
    [InlineData("http.token-file = \"password\"", "the token must be 16 or more visible ASCII characters")]
    [InlineData("http.certificate-file = \"password\"", "certificate-file and key-file are needed together")]
    [InlineData("http { certificate-file = \"password\", key-file = \"password\" }", "the certificate and its key cannot be read")]
    [InlineData("http.max-connections = 0", "write a whole number from 1 to 100000")]
    [InlineData("http.url = \"http://127.0.0.1:1/path\"", "is no address to listen on")]
    [InlineData("http.url = \"http://[::]:1\"", "is not loopback")]
    [InlineData("transfer.retry { min-backoff = 10s, max-backoff = 5s }", "is longer than max-backoff")]
    [InlineData("transfer.retry.jitter = 1.5", "write a number from 0 to 1")]
    [InlineData("transfer.max-active = 0", "write a whole number from 1 to 1000")]
    [InlineData("transfer.max-rate = 10 parsec", "is no size")]
    [InlineData("transfer.linger = 10", "is no time")]
    [InlineData("transfer = 10", "orchestrator.transfer: must be an object")]
    [InlineData("transfer.deadline { x = 1 }", "orchestrator.transfer.deadline: must be one value")]
    [InlineData("log.level = loud", "write one of trace, debug, info, warning, error")]
    [InlineData("logg.level = info", "orchestrator.logg: there is no such setting; did you mean log?")]
    [InlineData("data-dir = other", "orchestrator.data-dir: already set on line 2")]
    public void A_faulty_setting_is_told_with_its_line(string setting, string expected) =>
        Faults($"orchestrator {{\n data-dir = d\n accounts = [ {{ jid = \"bot@example.org\", password-file = \"password\" }} ]\n {setting}\n}}")
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                fault => fault.Line.ShouldBe(4),
                fault => fault.Message.ShouldContain(expected));

    [Theory]
    [InlineData("orchestrator {\n data-dir = d\n", 1, "never closed")]
    [InlineData("a = [ { b = 1 } { b = 2 } ]", 1, "put a comma")]
    [InlineData("a = 1\na += 2", 2, "+= is not supported")]
    [InlineData("orchestrator {\n http.url = http://127.0.0.1:1\n}", 2, "put the address in quotes")]
    [InlineData("orchestrator {\n}\n}", 3, "closes nothing")]
    [InlineData("orchestrator {\n data-dir = \"d\n}", 2, "never closed; add a \"")]
    [InlineData("orchestrator {\n accounts = [ {\n} \n", 2, "the [ that opens here is never closed")]
    [InlineData("orchestrator {\n data-dir\n}", 2, "comes no value")]
    [InlineData("orchestrator {\n data-dir =\n}", 3, "has no value")]
    [InlineData("a = 1\ninclude \"other.conf\"\n", 2, "include is not supported")]
    [InlineData("a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, "nested more than")]
    public void A_text_that_is_no_hocon_is_told_with_its_line(string text, int line, string expected) =>
        Faults(text).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fault => fault.Line.ShouldBe(line),
            fault => fault.Message.ShouldContain(expected));

    [Fact]
    public void An_empty_file_is_told_what_it_must_hold_at_least()
    {
        var faults = Faults("");
        faults.ShouldContain(fault => fault.Message.StartsWith("orchestrator.data-dir: is required", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.Message.StartsWith("orchestrator.accounts: at least one account is required", StringComparison.Ordinal));
    }

    [Fact]
    public void A_component_must_not_ask_for_STARTTLS() =>
        Faults("orchestrator { data-dir = d, accounts = [ { jid = \"files.localhost\", password-file = \"password\" } ] }")
            .ShouldHaveSingleItem().Message.ShouldContain("knows no STARTTLS");

    [Fact]
    public void A_password_that_is_in_no_place_is_told() =>
        Faults("orchestrator { data-dir = d, accounts = [ { jid = \"bot@example.org\", password-env = ORCHESTRATOR_TEST_UNSET } ] }")
            .ShouldHaveSingleItem().Message.ShouldContain("the environment has no ORCHESTRATOR_TEST_UNSET");

    // An account needs a JID and a password before the setting in question; a JID of its own must not be doubled.
    private static string Completed(string setting) =>
        (setting.StartsWith("jid", StringComparison.Ordinal) ? "" : "jid = \"other@example.org\", ") + "password-file = \"password\"\n" + setting;

    private IReadOnlyList<ConfigFault> Faults(string text)
    {
        var file = _folder.In("my.conf");
        var faults = Should.Throw<ConfigException>(() => SettingsReader.Read(file, text)).Faults;
        faults.ShouldAllBe(fault => fault.File == file);
        return [.. faults.Select(fault => fault with { File = "my.conf" })];
    }
}

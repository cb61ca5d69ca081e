using System.Net;
using Orchestrator.Host.Configuration;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Host.Configuration;

/// <summary>What a sound configuration means.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SettingsTests() => _folder.Write("password", "secret\r\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_file_does_not_say_has_its_default()
    {
        var settings = Read("""orchestrator { data-dir = data, accounts = [ { jid = "bot@example.org", password-file = password } ] }""");

        settings.Node.DataDir.ShouldBe(_folder.In("data"));
        settings.Http.Listen.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8480));
        settings.ShutdownGrace.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Node.S5b.Listen.ShouldBe(new IPEndPoint(IPAddress.IPv6Any, 0));
        settings.Node.S5b.Advertise.ShouldBeEmpty();
        settings.Node.S5b.Guard.Allows(IPAddress.Parse("192.168.0.1")).ShouldBeTrue();
        foreach (var forbidden in new[] { "127.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "fd00:ec2::254" })
            settings.Node.S5b.Guard.Allows(IPAddress.Parse(forbidden)).ShouldBeFalse(forbidden);
        settings.Node.Transfer.Deadline.ShouldBe(TimeSpan.FromDays(7));
        settings.Node.Transfer.MaxRate.ShouldBeNull();
        settings.Node.Transfer.Checkpoint.Bytes.ShouldBe(64 << 20);
        var account = settings.Node.Accounts.ShouldHaveSingleItem();
        account.Inbox.ShouldBeNull();
        account.AcceptFrom.ShouldBeEmpty();
        account.Xmpp.Host.ShouldBe("example.org");
        account.Xmpp.Port.ShouldBe(5222);
        account.Xmpp.Tls.ShouldBe(TlsMode.Required);
    }

    [Fact]
    public void What_a_file_says_wins()
    {
        Directory.CreateDirectory(_folder.In("in"));
        var settings = Read("""
            orchestrator {
              data-dir = "/tmp/elsewhere"
              accounts = [
                { jid = "files.localhost", password-file = password, host = localhost, tls = insecure, inbox = in, accept-from = ["*", "a.org"], max-size = 1GB }
                { jid = "bot@example.org", password-file = password, tls = direct }
              ]
              s5b { listen = "[::1]:7625", advertise = ["host.example", "192.0.2.1"], stagger = 50 ms }
              may-connect-to = ["127.0.0.1", "fe80::/64"]
              transfer.max-rate = 10MiB
              transfer { retry.jitter = 0.5 }
              http.url = "http://localhost:0"
            }
            """);

        settings.Node.DataDir.ShouldBe("/tmp/elsewhere");
        settings.Http.Listen.ShouldBe(new IPEndPoint(IPAddress.Loopback, 0));
        settings.Node.S5b.Listen.ShouldBe(new IPEndPoint(IPAddress.IPv6Loopback, 7625));
        settings.Node.S5b.Advertise.ShouldBe(["host.example", "192.0.2.1"]);
        settings.Node.S5b.Guard.Allows(IPAddress.Loopback).ShouldBeTrue();
        settings.Node.S5b.Guard.Allows(IPAddress.Parse("127.0.0.2")).ShouldBeFalse();
        settings.Node.S5b.Stagger.ShouldBe(TimeSpan.FromMilliseconds(50));
        settings.Node.Transfer.MaxRate.ShouldBe(10 << 20);
        settings.Node.Transfer.Retry.Jitter.ShouldBe(0.5);
        settings.Node.Accounts.Length.ShouldBe(2);
        settings.Node.Accounts[0].Xmpp.Port.ShouldBe(5347);
        settings.Node.Accounts[0].Inbox.ShouldBe(_folder.In("in"));
        settings.Node.Accounts[0].MaxSize.ShouldBe(1_000_000_000);
        settings.Node.Accounts[1].Xmpp.Port.ShouldBe(5223);
    }

    [Fact]
    public void A_password_loses_its_line_end_and_is_never_printed()
    {
        var settings = Read("""orchestrator { data-dir = data, accounts = [ { jid = "bot@example.org", password-file = password } ] }""");

        settings.Node.Accounts[0].Xmpp.Password.ShouldBe("secret");
        settings.ToString().ShouldNotContain("secret");
        settings.Node.Accounts[0].ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void A_password_file_that_everybody_can_read_is_warned_of()
    {
        File.SetUnixFileMode(_folder.In("password"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var settings = Read("""orchestrator { data-dir = data, accounts = [ { jid = "bot@example.org", password-file = password } ] }""");
        settings.Warnings.ShouldHaveSingleItem().Message.ShouldContain("chmod 600");
    }

    [Fact]
    public void Every_default_is_one_that_the_reader_knows()
    {
        // The commented account of the defaults, uncommented, is a sound account but for the files it names.
        var lines = SettingsReader.Defaults().Split('\n');
        var begin = Array.IndexOf(lines, "  accounts = []");
        var end = Array.IndexOf(lines, "  # ]");
        lines[begin] = "";
        for (var line = begin + 1; line <= end; line++)
            lines[line] = "   " + lines[line][3..];
        var text = string.Join('\n', lines);
        var known = HoconOutline.Read(text).Select(entry => entry.Path).ToList();
        var faults = Should.Throw<ConfigException>(() => Read(text)).Faults;
        faults.ShouldNotContain(fault => fault.Message.Contains("no such setting"));
        known.ShouldContain("orchestrator.transfer.checkpoint.bytes");
    }

    [Fact]
    public void No_mutilated_text_breaks_the_outline()
    {
        var text = SettingsReader.Defaults();
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var at = random.Next(text.Length);
            var mutilated = random.Next(3) switch
            {
                0 => text[..at],
                1 => text.Remove(at, Math.Min(random.Next(20), text.Length - at)),
                _ => text.Insert(at, new string("{}[]=\"#/,$+\\\n"[random.Next(13)], random.Next(1, 4))),
            };
            try
            {
                HoconOutline.Read(mutilated).ShouldAllBe(entry => entry.Line >= 1);
            }
            catch (HoconSyntaxException e)
            {
                e.Line.ShouldBeInRange(1, mutilated.Count(c => c == '\n') + 1);
            }
        }
    }

    private HostSettings Read(string text) => SettingsReader.Read(_folder.In("my.conf"), text);
}

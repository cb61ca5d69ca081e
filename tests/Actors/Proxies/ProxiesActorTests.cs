using System.Xml.Linq;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Proxies;
using Orchestrator.Actors.Settings;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Tests.Actors.Proxies;

/// <summary>The keeper of the proxies, with a probe for the account.</summary>
public sealed class ProxiesActorTests : TestKit
{
    private static readonly Jid _proxy = Jid.Parse("proxy.localhost");

    // Shorter than what a session waits for those that do not answer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(8);
    private readonly DirectoryInfo _folder;
    private readonly TestProbe _account;

    public ProxiesActorTests()
        : this(Directory.CreateTempSubdirectory("orchestrator-proxies-"))
    {
    }

    private ProxiesActorTests(DirectoryInfo folder)
        : base(ActorSystem.Create("test", OrchestratorNode.AkkaConfig(folder.FullName))) => (_folder, _account) = (folder, CreateTestProbe());

    [Fact]
    [Trait("Conformance", "13")]
    public void What_is_known_but_stale_is_told_at_once_and_asked_for_again()
    {
        var (proxies, find) = Proxies(cacheFor: TimeSpan.Zero);
        proxies.Tell(find, TestActor);
        var asked = _account.ExpectMsg<AccountProtocol.Ask>(_patience);
        asked.To.ShouldBe(_proxy);
        asked.Timeout.ShouldBe(TimeSpan.FromSeconds(5));
        _account.LastSender.Tell(new AccountProtocol.Answered(new XElement(Ns.Bytestreams + "query", new Streamhost(_proxy, "192.0.2.1", 7777).ToXml())));
        ExpectMsg<ProxyProtocol.Found>(_patience).Hosts.Length.ShouldBe(1);

        // Nobody answers the second time.
        proxies.Tell(find, TestActor);
        ExpectMsg<ProxyProtocol.Found>(_patience).Hosts.Length.ShouldBe(1);
        _account.ExpectMsg<AccountProtocol.Ask>(_patience).To.ShouldBe(_proxy);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private (IActorRef Proxies, ProxyProtocol.Find Find) Proxies(TimeSpan cacheFor)
    {
        var account = new AccountSettings(new XmppOptions { Jid = Jid.Parse("alice@localhost"), Password = "secret", Host = "127.0.0.1" }, null, [], 0);
        var (settings, folder) = (new ProxySettings([_proxy], false, cacheFor, TimeSpan.FromMinutes(1), 16), _folder.FullName);
        var (log, timeout) = (new TestLoggers().CreateLogger<ProxiesActor>(), TimeSpan.FromSeconds(60));
        return (
            Sys.ActorOf(Props.Create(() => new ProxiesActor(settings, folder, timeout, TimeProvider.System, log))),
            new ProxyProtocol.Find(new AccountProtocol.AccountRef(account, _account.Ref)));
    }
}

using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Streams;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Orchestrator.Actors;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Http;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Transfers;

/// <summary>One transfer's actor, with probes for the rest of the house.</summary>
public sealed class TransferActorTests : TestKit
{
    private const string Account = "alice@localhost";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder;

    public TransferActorTests()
        : this(Directory.CreateTempSubdirectory("orchestrator-transfer-"))
    {
    }

    private TransferActorTests(DirectoryInfo folder)
        : base(ActorSystem.Create("test", OrchestratorNode.AkkaConfig(folder.FullName))) => _folder = folder;

    [Fact]
    public void A_negotiation_that_is_gone_without_a_word_ends_its_session_and_another_begins()
    {
        using var fetcher = new HttpFetcher(AddressGuard.Open, TimeSpan.FromSeconds(5));
        var account = CreateTestProbe();
        var transfer = Transfer(account, fetcher);
        var first = Negotiation(transfer, account);

        Sys.Stop(first);
        FishForMessage<TransferProtocol.SlotFree>(_ => true, _patience);
        transfer.Tell(new AdminProtocol.GetTransfer("t"), TestActor);

        var view = FishForMessage<TransferView>(_ => true, _patience);
        view.State.ShouldBe(TransferStatus.Interrupted);
        view.Reason.ShouldBe("unknown");
        FishForMessage<TransferProtocol.WantSlot>(_ => true, _patience);
        Negotiation(transfer, account).ShouldNotBe(first);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private IActorRef Transfer(TestProbe account, HttpFetcher fetcher)
    {
        var settings = new AccountSettings(new XmppOptions { Jid = Jid.Parse(Account), Password = "secret", Host = "127.0.0.1" }, null, [], 0);
        var s5b = new S5bSettings(
            new IPEndPoint(IPAddress.Loopback, 0), [], TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200),
            new ProxySettings([], true, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), 16), AddressGuard.Open);
        var services = new TransferServices(
            Lives.Settings, s5b, ImmutableDictionary<string, AccountProtocol.AccountRef>.Empty.Add(Account, new AccountProtocol.AccountRef(settings, account.Ref)),
            CreateTestProbe().Ref, CreateTestProbe().Ref, fetcher, null, CreateTestProbe().Ref, Sys.Materializer(), TimeProvider.System, new TestLoggers());
        var path = Path.Combine(_folder.FullName, "f");
        File.WriteAllBytes(path, new byte[10]);
        var props = Props.Create(() => new TransferActor("t", services));
        var transfer = Sys.ActorOf(Props.Create(() => new Parent(props, TestActor)));
        transfer.Tell(new TransferProtocol.Submit(new AdminProtocol.Submit(path, Jid.Parse("bob@localhost"), null, null, null), Account, SourceFile.Inspect(path), null, null), TestActor);
        FishForMessage<TransferProtocol.WantSlot>(_ => true, _patience);
        return transfer;
    }

    // The first word of a negotiation is to the account.
    private static IActorRef Negotiation(IActorRef transfer, TestProbe account)
    {
        transfer.Tell(new TransferProtocol.SlotGranted(ImmutableDictionary<string, DateTimeOffset>.Empty));
        account.FishForMessage<AccountProtocol.ResolvePeer>(_ => true, _patience);
        return account.LastSender;
    }

    /// <summary>What the child says is the test's to hear; what others say is for the child.</summary>
    private sealed class Parent : ReceiveActor
    {
        public Parent(Props child, IActorRef test)
        {
            var transfer = Context.ActorOf(child, "t");
            ReceiveAny(message => (Sender.Equals(transfer) ? test : transfer).Forward(message));
        }
    }
}

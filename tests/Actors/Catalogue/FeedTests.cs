using Akka.Actor;
using Akka.TestKit.Xunit2;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Catalogue;

/// <summary>Who listens is told that something happened, and how bytes move, without being flooded.</summary>
public sealed class FeedTests : TestKit
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly Ledger _ledger = new();
    private readonly IActorRef _catalogue;

    public FeedTests()
        : base("akka.loglevel = OFF")
    {
        var store = _ledger.Open();
        _catalogue = Sys.ActorOf(Props.Create(() => new CatalogueActor(store, TimeSpan.FromDays(30), TimeProvider.System, NullLogger<CatalogueActor>.Instance)));
    }

    [Fact]
    public void Many_commits_are_one_poke_and_reading_on_finds_them_all()
    {
        _catalogue.Tell(new AdminProtocol.SubscribeEvents(), TestActor);
        var start = ExpectMsg<AdminProtocol.Subscribed>(_patience).Cursor;
        var commits = Enumerable.Range(0, 50).Select(n => Ledger.Submitted(Ledger.Id(n), Ledger.Noon)).ToList();
        // All are committed when the first is told of: were they not, each time that passes between two looks could be a poke.
        commits.ForEach(submitted => _ledger.Append(submitted.Id, submitted));
        commits.ForEach(submitted => _catalogue.Tell(Put(TransferState.None.Apply(submitted), 0), TestActor));

        ExpectMsg<AdminProtocol.EventsArrived>(_patience);
        // A query waits until all that was told is written: whatever it pokes for comes before the answer.
        _catalogue.Tell(new AdminProtocol.GetTransfer(commits[^1].Id), TestActor);
        ExpectMsg<TransferView>(_patience);
        _catalogue.Tell(new AdminProtocol.GetEvents(start, 1000), TestActor);
        ExpectMsg<AdminProtocol.Events>(_patience).Items.Length.ShouldBe(50);
        _catalogue.Tell(new AdminProtocol.GetEvents(start, 1001), TestActor);
        ExpectMsg<AdminProtocol.Refused>(_patience).Code.ShouldBe("bad-limit");
    }

    [Fact]
    public void Moving_bytes_are_told_once_a_second_and_are_no_event()
    {
        var state = TransferState.None.Apply(Ledger.Submitted(Ledger.Id(1), Ledger.Noon)) with { Status = TransferStatus.Streaming };
        _catalogue.Tell(new AdminProtocol.SubscribeEvents(), TestActor);
        ExpectMsg<AdminProtocol.Subscribed>(_patience);
        for (var n = 1; n <= 100; n++)
            _catalogue.Tell(Put(state, n), TestActor);

        // A second may end while they are told.
        var told = 1;
        while (ExpectMsg<AdminProtocol.Progress>(_patience).Running.ShouldHaveSingleItem().Offset < 100)
            told++;
        told.ShouldBeLessThan(20);
    }

    [Fact]
    public void Who_is_gone_is_told_nothing_and_others_are_still()
    {
        var gone = CreateTestProbe();
        _catalogue.Tell(new AdminProtocol.SubscribeEvents(), gone.Ref);
        gone.ExpectMsg<AdminProtocol.Subscribed>(_patience);
        Watch(gone.Ref);
        Sys.Stop(gone.Ref);
        ExpectTerminated(gone.Ref, _patience);
        _catalogue.Tell(new AdminProtocol.SubscribeEvents(), TestActor);
        ExpectMsg<AdminProtocol.Subscribed>(_patience);

        var submitted = Ledger.Submitted(Ledger.Id(1), Ledger.Noon);
        _ledger.Append(Ledger.Id(1), submitted);
        _catalogue.Tell(Put(TransferState.None.Apply(submitted), 0), TestActor);

        ExpectMsg<AdminProtocol.EventsArrived>(_patience);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _ledger.Dispose();
    }

    private static CatalogueProtocol.Put Put(TransferState state, long position) =>
        new(TransferViews.Of(state, new Progress(position, Ledger.Noon), RoadPolicy.Any), 1, false);
}

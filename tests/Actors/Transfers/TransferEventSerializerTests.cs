using Akka.Actor;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class TransferEventSerializerTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("serializer");

    private TransferEventSerializer Serializer => new((ExtendedActorSystem)_system);

    // Journals hold these names: a line may be added, none may ever change.
    [Theory]
    [InlineData("submitted", typeof(Submitted))]
    [InlineData("offer-accepted", typeof(OfferAccepted))]
    [InlineData("session-started", typeof(SessionStarted))]
    [InlineData("streaming-started", typeof(StreamingStarted))]
    [InlineData("checkpointed", typeof(Checkpointed))]
    [InlineData("bytes-done", typeof(BytesDone))]
    [InlineData("verified", typeof(Verified))]
    [InlineData("put-off", typeof(PutOff))]
    [InlineData("interrupted", typeof(Interrupted))]
    [InlineData("completed", typeof(Completed))]
    [InlineData("ended", typeof(Ended))]
    [InlineData("paused", typeof(Paused))]
    [InlineData("resumed", typeof(Resumed))]
    [InlineData("retried", typeof(RetriedNow))]
    [InlineData("adjusted", typeof(Adjusted))]
    [InlineData("state", typeof(TransferState))]
    public void A_manifest_is_forever(string manifest, Type type)
    {
        Serializer.Manifest(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).ShouldBe(manifest);
        Serializer.Identifier.ShouldBe(4711);
    }

    [Fact]
    public void Every_event_has_a_manifest() =>
        typeof(TransferEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(TransferEvent))).Count().ShouldBe(15);

    [Fact]
    public void What_an_earlier_version_wrote_is_read()
    {
        var json = """{"session":3,"reason":"stalled","offset":70,"at":"2026-01-02T03:04:05+00:00","by":"session"}"""u8.ToArray();

        Serializer.FromBinary(json, "interrupted").ShouldBe(new Interrupted { At = Lives.Birth, By = "session", Session = 3, Reason = "stalled", Offset = 70 });
    }

    [Fact]
    public void An_offer_of_before_there_were_urls_begins_no_session_here()
    {
        var json = """{"id":"a","account":"b@h","peer":"a@h","name":"n","size":1,"inbox":"/i","deadline":"2026-02-02T03:04:05+00:00","at":"2026-01-02T03:04:05+00:00","by":"peer"}"""u8.ToArray();

        var accepted = TransferState.None.Apply((TransferEvent)Serializer.FromBinary(json, "offer-accepted"));

        (accepted.Url, accepted.BeginsSessions).ShouldBe((null, false));
    }

    [Fact]
    public void A_snapshot_of_an_earlier_version_is_read()
    {
        var json = """{"id":"a","status":"Interrupted","session":3,"offset":70}"""u8.ToArray();

        var state = (TransferState)Serializer.FromBinary(json, "state");

        state.History.ShouldBeEmpty();
        state.Apply(new SessionStarted { At = Lives.Birth, By = "session", Session = 4, Sid = "sid" }).History.ShouldHaveSingleItem().Number.ShouldBe(4);
    }

    [Fact]
    public void Events_and_snapshots_come_back_as_they_were() => Prop.ForAll(Lives.Any.ToArbitrary(), life =>
    {
        foreach (var happened in life.Events)
            Lives.Text(Again(happened)).ShouldBe(Lives.Text(happened));
        Lives.Text(Again(life.End)).ShouldBe(Lives.Text(life.End));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_of_a_later_version_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => Serializer.FromBinary("{}"u8.ToArray(), "teleported")).Message.ShouldContain("teleported");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    private object Again(object thing) => Serializer.FromBinary(Serializer.ToBinary(thing), Serializer.Manifest(thing));
}

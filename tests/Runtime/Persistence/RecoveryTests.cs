namespace Orchestrator.Tests.Runtime.Persistence;

public class RecoveryTests : PersistenceSpec
{
    [Fact]
    public async Task An_actor_recovers_its_events_before_it_sees_a_command()
    {
        var actor = Start("a");
        foreach (var what in "xyz")
            Run(actor, a => a.Do($"{what}"));
        await Expect("recovered 0: ", "x 1", "y 2", "z 3");

        await Restart();
        actor = Start("a");
        Run(actor, a => a.Note("command"));
        await Expect("recovered 3: xyz", "command");
    }

    [Fact]
    public async Task Recovery_offers_the_latest_snapshot_and_then_only_later_events()
    {
        var actor = Start("a");
        Run(actor, a => a.Do("x"));
        Run(actor, a => a.Do("y"));
        Run(actor, a => a.Snapshot());
        await Expect("recovered 0: ", "x 1", "y 2", "saved");
        Run(actor, a => a.Do("z"));
        await Expect("z 3");

        await Restart();
        actor = Start("a");
        await Expect("snapshot: xy", "recovered 3: xyz");
    }

    [Fact]
    public async Task A_long_history_is_replayed_whole_and_in_order()
    {
        var actor = Start("a");
        await Expect("recovered 0: ");
        Run(actor, a =>
        {
            for (var n = 0; n < 1500; n++)
                a.Persist(new Happened($"{n % 10}"), _ => { });
        });
        await Settle(actor);
        await Stopped(actor);
        Start("a");
        await Expect($"recovered 1500: {string.Concat(Enumerable.Repeat("0123456789", 150))}");
    }

    [Fact]
    public async Task An_event_that_cannot_be_replayed_fails_the_recovery_and_stops_the_actor()
    {
        var actor = Start("a");
        Run(actor, a => a.Do("x"));
        Run(actor, a => a.Persist(new Happened("poisonous"), _ => a.Note("poisoned")));
        await Expect("recovered 0: ", "x 1", "poisoned");
        await Stopped(actor);

        actor = Start("a");
        await Expect("recovery failure poisonous");
        await Stopped(actor);
    }

    [Fact]
    public async Task A_row_that_nobody_can_read_fails_the_recovery_and_stops_the_actor()
    {
        var actor = Start("a");
        Run(actor, a => a.Do("x"));
        await Expect("recovered 0: ", "x 1");
        await Stopped(actor);
        await Sql("update journal set manifest = 'unheard-of'");

        actor = Start("a");
        await Expect("recovery failure ");
        await Stopped(actor);
    }

    [Fact]
    public async Task After_a_failure_the_restarted_actor_recovers_and_goes_on_with_its_mailbox()
    {
        var actor = Start("a");
        Run(actor, a =>
        {
            a.Do("x");
            throw new InvalidOperationException("after the persist");
        });
        Run(actor, a => a.Note("next"));
        Run(actor, a => a.Do("y"));
        await Expect("recovered 0: ", "recovered 1: x", "next", "y 2");
    }

    [Fact]
    public async Task Many_actors_write_at_once_and_each_recovers_its_own()
    {
        const int Actors = 64, Events = 25;
        var actors = Enumerable.Range(0, Actors).Select(n => Start($"actor-{n}")).ToList();
        foreach (var actor in actors)
            await Expect("recovered 0: ");
        foreach (var actor in actors)
        {
            for (var n = 0; n < Events; n++)
                Run(actor, a => a.Persist(new Happened("+"), a.Apply));
        }
        foreach (var actor in actors)
            Run(actor, a => a.Note("written"));
        await Expect([.. Enumerable.Repeat("written", Actors)]);

        await Restart();
        for (var n = 0; n < Actors; n++)
            Start($"actor-{n}");
        await Expect([.. Enumerable.Repeat($"recovered {Events}: {new string('+', Events)}", Actors)]);
    }
}

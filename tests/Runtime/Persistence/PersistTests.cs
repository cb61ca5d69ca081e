using Akka.Actor;

namespace Orchestrator.Tests.Runtime.Persistence;

public class PersistTests : PersistenceSpec
{
    [Fact]
    public async Task Handlers_run_in_order_and_before_the_next_command()
    {
        var actor = Start("a");
        for (var n = 0; n < 10; n++)
        {
            var name = (char)('a' + n);
            Run(actor, a =>
            {
                a.Do($"{name}1.");
                a.Do($"{name}2.");
                a.Note($"command {name}");
            });
        }
        await Expect("recovered 0: ");
        for (var n = 0; n < 10; n++)
        {
            var name = (char)('a' + n);
            await Expect($"command {name}", $"{name}1. {(2 * n) + 1}", $"{name}2. {(2 * n) + 2}");
        }
    }

    [Fact]
    public async Task A_persist_inside_a_handler_comes_before_the_next_command()
    {
        var actor = Start("a");
        Run(actor, a => a.Persist(new Happened("x"), _ => a.Do("y")));
        Run(actor, a => a.Note("command"));
        await Expect("recovered 0: ", "y 2", "command");
    }

    [Fact]
    public async Task The_handler_answers_whoever_sent_the_command()
    {
        var actor = Start("a");
        var answers = Enumerable.Range(0, 20).Select(n => actor.Ask<int>(
            (Action<Scripted>)(a => a.Persist(new Happened("x"), _ => a.From.Tell(n))), Patience)).ToArray();
        (await Task.WhenAll(answers)).ShouldBe(Enumerable.Range(0, 20));
    }

    [Fact]
    public async Task A_journal_that_cannot_write_stops_the_actor_and_no_other()
    {
        var (victim, other) = (Start("victim"), Start("other"));
        await Expect("recovered 0: ", "recovered 0: ");
        await Sql("create trigger full before insert on journal when new.persistence_id = 'victim' begin select raise(abort, 'disk full'); end");
        for (var n = 1; n <= 3; n++)
        {
            Run(other, a => a.Persist(new Happened("x"), a.Apply));
            Run(victim, a => a.Do("y"));
        }
        await Expect("persist failure y 1");
        await Stopped(victim);
        await Settle(other);
        await Stopped(other);
        Start("other");
        await Expect("recovered 3: xxx");
    }

    [Fact]
    public async Task An_event_that_cannot_be_serialized_is_rejected_and_the_actor_goes_on()
    {
        var actor = Start("a");
        Run(actor, a => a.Persist(Happened.Unwritable, _ => a.Note("never")));
        Run(actor, a => a.Note("command"));
        await Expect("recovered 0: ", "rejected unwritable 1", "command");
    }

    [Fact]
    public async Task Commands_wait_in_order_while_events_are_written()
    {
        var actor = Start("a");
        await Expect("recovered 0: ");
        Run(actor, a =>
        {
            a.Do("x");
            for (var n = 0; n < 5; n++)
            {
                var name = $"{n}";
                a.Me.Tell((Action<Scripted>)(b => b.Do(name)), ActorRefs.NoSender);
            }
        });
        await Expect("x 1", "0 2", "1 3", "2 4", "3 5", "4 6");
    }

    [Fact]
    public async Task Timers_and_watches_work_while_events_are_written()
    {
        var actor = Start("a");
        var other = Start("b");
        await Expect("recovered 0: ", "recovered 0: ");
        Run(actor, a =>
        {
            a.Timers.StartSingleTimer("timer", "tick", TimeSpan.Zero);
            Scripted.WatchAndStop(other);
            a.Persist(new Happened("x"), _ => a.Persist(new Happened("y"), _ => a.Note("y")));
        });
        await Expect("y");
        var seen = new[] { await Next(), await Next() };
        seen.ShouldBe(["tick", "terminated"], ignoreOrder: true);
    }

    [Fact]
    public async Task Commands_are_matched_by_type_and_predicate()
    {
        var actor = Start("a");
        actor.Tell("short");
        actor.Tell("rather long");
        await Expect("recovered 0: ", "short", "long rather long");
    }
}

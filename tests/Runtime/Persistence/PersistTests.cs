using Akka.Actor;
using Akka.Persistence;

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
    public async Task PersistAsync_and_DeferAsync_handlers_run_in_the_order_of_the_calls()
    {
        var actor = Start("a");
        Run(actor, a =>
        {
            a.DeferAsync(new Happened("now"), h => a.Note(h.What));
            a.PersistAsync(new Happened("x"), h => a.Note(h.What));
            a.DeferAsync(new Happened("between"), h => a.Note($"{h.What} {a.LastSequenceNr}"));
            a.PersistAsync(new Happened("y"), h => a.Note(h.What));
            a.DeferAsync(new Happened("last"), h => a.Note($"{h.What} {a.LastSequenceNr}"));
            a.Note("command");
        });
        await Expect("recovered 0: ", "now", "command", "x", "between 1", "y", "last 2");
        await Stopped(actor);
        Start("a");
        await Expect("recovered 2: xy");
    }

    [Fact]
    public async Task PersistAsync_from_many_commands_keeps_their_order()
    {
        var actor = Start("a");
        for (var n = 0; n < 100; n++)
            Run(actor, a => a.PersistAsync(new Happened("."), _ => a.Note($"{a.LastSequenceNr}")));
        await Expect("recovered 0: ");
        await Expect([.. Enumerable.Range(1, 100).Select(n => $"{n}")]);
    }

    [Fact]
    public async Task What_an_async_command_persists_is_handled_after_it_and_before_the_next()
    {
        var actor = Start("a");
        RunAsync(actor, async a =>
        {
            await Task.Yield();
            a.Do("x");
            await Task.Delay(1);
            a.Do("y");
            a.Note("end");
        });
        Run(actor, a => a.Note("command"));
        await Expect("recovered 0: ", "end", "x 1", "y 2", "command");
    }

    [Fact]
    public async Task PersistAll_writes_all_or_nothing()
    {
        var actor = Start("a");
        Run(actor, a => a.Do("x"));
        await Expect("recovered 0: ", "x 1");
        await Sql("create trigger full before insert on journal when new.sequence_number = 4 begin select raise(abort, 'disk full'); end");
        Run(actor, a => a.PersistAll([new Happened("1"), new Happened("2"), new Happened("3")], h => a.Note(h.What)));
        await Expect("persist failure 1 2");
        await Stopped(actor);

        Start("a");
        await Expect("recovered 1: x");
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
    public async Task Stash_timers_watches_and_receive_timeout_work_while_events_are_written()
    {
        var actor = Start("a");
        var other = Start("b");
        await Expect("recovered 0: ", "recovered 0: ");
        var aside = true;
        Run(actor, a =>
        {
            a.Timers.StartSingleTimer("timer", "tick", TimeSpan.Zero);
            Scripted.WatchAndStop(other);
            a.Persist(new Happened("x"), _ => Thread.Sleep(50));
            a.Persist(new Happened("y"), _ => a.Note("y"));
        });
        await Expect("y");
        var seen = new[] { await Next(), await Next() };
        seen.ShouldBe(["tick", "terminated"], ignoreOrder: true);

        Action<Scripted> later = a =>
        {
            if (aside)
                a.PassAside();
            else
                a.Note("taken up");
        };
        Run(actor, later);
        Run(actor, a =>
        {
            a.Do("z");
            aside = false;
            a.TakeUp();
        });
        await Expect("z 3", "taken up");
        Run(actor, a => a.IdleAfter(TimeSpan.FromMilliseconds(20)));
        await Expect("idle");
    }

    [Fact]
    public async Task Commands_are_matched_by_type_and_predicate_and_Become_replaces_them()
    {
        var actor = Start("a");
        actor.Tell("short");
        actor.Tell("rather long");
        Run(actor, a => a.BecomeGreeter());
        actor.Tell("you");
        await Expect("recovered 0: ", "short", "long rather long", "hello you");
    }
}

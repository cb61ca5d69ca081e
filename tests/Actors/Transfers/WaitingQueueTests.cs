using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class WaitingQueueTests
{
    private static readonly Gen<Waiting> _waiting =
        from id in Gen.Choose(0, 12)
        from account in Gen.Elements("alice", "carol")
        from priority in Gen.Choose(-1, 1)
        from age in Gen.Choose(0, 3)
        select new Waiting($"t{id}", account, "bob", priority, Lives.Birth.AddSeconds(age));

    [Fact]
    public void The_highest_priority_goes_first_and_the_oldest_of_those() => Prop.ForAll(_waiting.ListOf(30).ToArbitrary(), all =>
    {
        var queue = new WaitingQueue();
        foreach (var waiting in all)
            queue.Put(waiting);
        var expected = Enumerable.Reverse(all).DistinctBy(w => w.Id).OrderByDescending(w => w.Priority).ThenBy(w => w.Since).ThenBy(w => w.Id, StringComparer.Ordinal).ToList();

        expected.Select(w => queue.Ahead(w.Id, _ => true)).ShouldBe(Enumerable.Range(0, expected.Count).Cast<int?>());
        Drain(queue, _ => true).ShouldBe(expected);
        queue.Count.ShouldBe(0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_cannot_send_is_passed_over_and_keeps_its_place() => Prop.ForAll(_waiting.ListOf(30).ToArbitrary(), all =>
    {
        var queue = new WaitingQueue();
        foreach (var waiting in all)
            queue.Put(waiting);

        Drain(queue, account => account == "carol").ShouldAllBe(w => w.Account == "carol");
        Drain(queue, _ => true).ShouldAllBe(w => w.Account == "alice");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_new_priority_moves_only_what_waits()
    {
        var queue = new WaitingQueue();
        queue.Put(new Waiting("old", "alice", "bob", 0, Lives.Birth));
        queue.Put(new Waiting("new", "alice", "bob", 0, Lives.Birth.AddHours(1)));

        queue.Reprioritise("new", 1);
        queue.Reprioritise("gone", 5);

        Drain(queue, _ => true).Select(w => w.Id).ShouldBe(["new", "old"]);
    }

    private static List<Waiting> Drain(WaitingQueue queue, Func<string, bool> canSend)
    {
        var taken = new List<Waiting>();
        while (queue.TryTake(canSend, out var first))
            taken.Add(first);
        return taken;
    }
}

using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using static Orchestrator.Actors.Negotiation.TargetNegotiation;

namespace Orchestrator.Tests.Actors.Negotiation;

public sealed class TargetNegotiationTests
{
    private static readonly Gen<Input> _input = Gen.Frequency(
        (2, from count in Gen.Choose(0, 5) from tcp in Gen.Elements(true, true, true, false) select (Input)new Input.StreamhostsOffered(Hosts(count), tcp)),
        (4, Gen.Constant((Input)new Input.Stagger())),
        (1, Gen.Choose(-1, 6).Select(i => (Input)new Input.Connected(i))),
        (4, Gen.Choose(-1, 6).Select(i => (Input)new Input.AttemptFailed(i))),
        (1, Gen.Constant((Input)new Input.TimedOut())));

    private static (TargetNegotiation End, List<Effect> Effects) Run(params IEnumerable<Input> inputs)
    {
        var (at, effects) = (new TargetNegotiation(), new List<Effect>());
        foreach (var input in inputs)
        {
            var (next, more) = at.Next(input);
            at = next;
            effects.AddRange(more);
        }

        return (at, effects);
    }

    private static Input Offer(int count) => new Input.StreamhostsOffered(Hosts(count), IsTcp: true);

    // The first is the sender itself with two addresses, the others are proxies.
    private static ImmutableArray<Jid> Hosts(int count) => [.. Enumerable.Range(0, count).Select(i => Jid.Parse(i < 2 ? "sender@localhost/a" : $"proxy{i}.localhost"))];

    [Fact]
    [Trait("Conformance", "20")]
    public void No_sequence_of_inputs_leads_astray() => Prop.ForAll(_input.ListOf().ToArbitrary(), inputs =>
    {
        var (at, effects) = (new TargetNegotiation(), new List<Effect>());
        var offers = 0;
        foreach (var input in inputs)
        {
            var (next, more) = at.Next(input);
            (next.At >= at.At).ShouldBeTrue();
            if (at.At == Step.Finished)
                next.ShouldBe(at);
            offers += input is Input.StreamhostsOffered ? 1 : 0;
            effects.AddRange(more);
            at = next;
        }

        // Every offer gets its one answer; only the first may still wait for it.
        var answers = effects.Count(e => e is not (Effect.Try or Effect.AwaitBetter));
        answers.ShouldBeInRange(at.At == Step.Trying ? offers - 1 : offers, offers);
        effects.Count(e => e is Effect.AnswerUsed or Effect.AnswerNoneReached or Effect.AnswerNotAcceptable).ShouldBeLessThanOrEqualTo(1);
        effects.OfType<Effect.Try>().Select(t => t.Attempt).ShouldBe(Enumerable.Range(0, at.Started));
        at.Started.ShouldBeLessThanOrEqualTo(at.Hosts.Length);
        at.Failed.ShouldAllBe(f => f >= 0 && f < at.Started);
        if (at.Winner is { } winner)
            effects.OfType<Effect.AnswerUsed>().Single().Attempt.ShouldBe(winner);
        (at.At == Step.Finished).ShouldBe(at.Failure is not null || at.Winner is not null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Conformance", "16")]
    public void Streamhosts_are_tried_in_order_each_a_stagger_after_the_one_before()
    {
        Run(Offer(3)).Effects.ShouldBe([new Effect.Try(0)]);
        Run(Offer(3), new Input.Stagger()).Effects.ShouldBe([new Effect.Try(0), new Effect.Try(1)]);
        Run(Offer(3), new Input.Stagger(), new Input.Stagger(), new Input.Stagger()).Effects
            .ShouldBe([new Effect.Try(0), new Effect.Try(1), new Effect.Try(2)]);
    }

    [Fact]
    public void A_failure_makes_room_for_the_next_at_once() =>
        Run(Offer(2), new Input.AttemptFailed(0)).Effects.ShouldBe([new Effect.Try(0), new Effect.Try(1)]);

    [Fact]
    public void Of_two_addresses_of_one_host_the_first_that_connects_is_used()
    {
        var (end, effects) = Run(Offer(3), new Input.Stagger(), new Input.Connected(1), new Input.Connected(0));

        end.Winner.ShouldBe(1);
        effects[^1].ShouldBe(new Effect.AnswerUsed(1));
    }

    [Fact]
    [Trait("Conformance", "16")]
    public void A_host_that_stands_before_the_first_that_connects_has_a_stagger_more()
    {
        Input[] proxyFirst = [Offer(4), new Input.Stagger(), new Input.Stagger(), new Input.Stagger(), new Input.Connected(3)];

        var (waiting, effects) = Run(proxyFirst);
        waiting.At.ShouldBe(Step.Trying);
        effects[^1].ShouldBe(new Effect.AwaitBetter());

        Run([.. proxyFirst, new Input.Connected(0)]).End.Winner.ShouldBe(0);
        Run([.. proxyFirst, new Input.Stagger()]).End.Winner.ShouldBe(3);
        Run([.. proxyFirst, new Input.TimedOut()]).End.Winner.ShouldBe(3);
        Run([.. proxyFirst, new Input.AttemptFailed(0), new Input.AttemptFailed(1), new Input.AttemptFailed(2)]).End.Winner.ShouldBe(3);
        // Of those that answered the order decides.
        Run([.. proxyFirst, new Input.Connected(2), new Input.Stagger()]).End.Winner.ShouldBe(2);
    }

    [Fact]
    [Trait("Conformance", "16")]
    public void When_all_fail_none_was_reached()
    {
        var (end, effects) = Run(Offer(2), new Input.AttemptFailed(0), new Input.AttemptFailed(1));

        end.Failure!.Reason.ShouldBe(Reason.NoStreamhost);
        effects[^1].ShouldBeOfType<Effect.AnswerNoneReached>();
    }

    [Fact]
    [Trait("Conformance", "14")]
    [Trait("Conformance", "16")]
    public void Without_a_usable_streamhost_none_was_reached() =>
        Run(Offer(0)).Effects.ShouldBe([new Effect.AnswerNoneReached()]);

    [Fact]
    [Trait("Conformance", "16")]
    public void Of_a_sender_that_may_fall_back_an_in_band_bytestream_is_awaited_whatever_was_wrong_with_its_streamhosts()
    {
        foreach (Input[] inputs in (Input[][])[[Offer(0)], [Offer(1), new Input.AttemptFailed(0)], [Offer(1), new Input.TimedOut()]])
        {
            var at = inputs.Aggregate(new TargetNegotiation { MayFallBack = true }, (now, input) => now.Next(input).Next);

            at.Next(new Input.InBandOpened()).Next.ShouldSatisfyAllConditions(end => end.IsInBand.ShouldBeTrue(), end => end.Failure.ShouldBeNull());
            at.Next(new Input.TimedOut()).Next.Failure!.Reason.ShouldBe(Reason.NoStreamhost);
        }
    }

    [Fact]
    public void An_in_band_bytestream_that_comes_while_streamhosts_are_tried_answers_for_them()
    {
        var (end, effects) = Run(Offer(2), new Input.InBandOpened());

        end.IsInBand.ShouldBeTrue();
        effects[^1].ShouldBeOfType<Effect.AnswerNoneReached>();
    }

    [Fact]
    [Trait("Conformance", "25")]
    public void Udp_is_refused()
    {
        var (end, effects) = Run(new Input.StreamhostsOffered(Hosts(2), IsTcp: false));

        end.At.ShouldBe(Step.Finished);
        effects.ShouldBe([new Effect.AnswerNotAcceptable()]);
    }

    [Fact]
    [Trait("Conformance", "21")]
    public void A_second_offer_of_streamhosts_never_replaces_the_first()
    {
        var (end, effects) = Run(Offer(1), Offer(3));

        end.Hosts.Length.ShouldBe(1);
        effects[^1].ShouldBeOfType<Effect.AnswerAlready>();
    }

    [Fact]
    public void Silence_ends_it()
    {
        Run(new Input.TimedOut()).End.Failure!.Reason.ShouldBe(Reason.NoAnswer);
        Run(Offer(1), new Input.TimedOut()).End.Failure!.Reason.ShouldBe(Reason.ConnectTimeout);
    }
}

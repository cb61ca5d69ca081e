using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;
using static Orchestrator.Actors.Negotiation.InitiatorNegotiation;

namespace Orchestrator.Tests.Actors.Negotiation;

public sealed class InitiatorNegotiationTests
{
    private const long Size = 100;
    private static readonly Jid _own = Jid.Parse("alice@localhost/orchestrator");
    private static readonly string _s5b = Ns.Bytestreams.NamespaceName;
    private static readonly InitiatorNegotiation _start = new() { Size = Size, Streamhost = _own };
    private static readonly Input _able = new Input.PeerAnswered(TakesFiles: true, TakesBytestreams: true, Confirms: true);
    private static readonly Input _accepted = new Input.OfferAccepted(_s5b, 0, null);
    private static readonly Input _used = new Input.StreamhostUsed(_own);

    private static readonly Gen<Input> _input = Gen.Frequency(
        (4, Gen.Constant(_able)),
        (4, from offset in Gen.Choose(-2, 102) from length in Gen.Choose(-2, 102) from whole in Gen.Elements(true, false)
            from method in Gen.Elements(_s5b, _s5b, _s5b, "http://jabber.org/protocol/ibb")
            select (Input)new Input.OfferAccepted(method, offset, whole ? null : length)),
        (3, Gen.Elements(_used, new Input.StreamhostUsed(Jid.Parse("proxy.example.org")))),
        (3, Gen.Constant((Input)new Input.Connected())),
        (1, Gen.Elements<Input>(
            new Input.PeerAnswered(false, true, true), new Input.PeerAnswered(true, false, false), new Input.Offline("gone"),
            new Input.Nonsense("?"), new Input.TimedOut(), new Input.Refused(StanzaError.ItemNotFound()), new Input.Refused(SiErrors.Declined()))));

    private static (InitiatorNegotiation End, ImmutableArray<Effect> Effects) Run(params IEnumerable<Input> inputs)
    {
        var (at, effects) = (_start, ImmutableArray<Effect>.Empty);
        foreach (var input in inputs)
        {
            var (next, more) = at.Next(input);
            (at, effects) = (next, effects.AddRange(more));
        }

        return (at, effects);
    }

    [Fact]
    public void No_sequence_of_inputs_leads_astray() => Prop.ForAll(_input.ListOf().ToArbitrary(), inputs =>
    {
        var (at, effects) = (_start, ImmutableArray<Effect>.Empty);
        foreach (var input in inputs)
        {
            var (next, more) = at.Next(input);
            (next.At >= at.At).ShouldBeTrue();
            if (at.At == Step.Finished)
            {
                next.ShouldBe(at);
                more.ShouldBeEmpty();
            }

            (at, effects) = (next, effects.AddRange(more));
        }

        effects.ShouldBe(new[] { Effect.OfferFile, Effect.OfferStreamhosts }.Take(effects.Length));
        at.Range.Offset.ShouldBeInRange(0, Size);
        at.Range.End.ShouldBeInRange(at.Range.Offset, Size);
        if (at.Failure is not null)
            at.At.ShouldBe(Step.Finished);
        else if (at.At == Step.Finished)
            (at.NothingToSend || (at.Announced && at.IsConnected)).ShouldBeTrue();
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Conformance", "20")]
    public void The_connection_may_come_before_or_after_its_announcement()
    {
        foreach (Input[] last in new Input[][] { [_used, new Input.Connected()], [new Input.Connected(), _used] })
        {
            var (end, effects) = Run([_able, _accepted, .. last]);

            end.At.ShouldBe(Step.Finished);
            end.Failure.ShouldBeNull();
            effects.ShouldBe([Effect.OfferFile, Effect.OfferStreamhosts]);
        }
    }

    [Fact]
    [Trait("Conformance", "20")]
    public void A_streamhost_that_was_never_offered_ends_it() =>
        Run(_able, _accepted, new Input.Connected(), new Input.StreamhostUsed(Jid.Parse("mallory@localhost"))).End
            .Failure!.Reason.ShouldBe(Reason.BytestreamRefused);

    [Fact]
    [Trait("Conformance", "20")]
    public void A_second_or_late_announcement_changes_nothing()
    {
        Run(_able, _accepted, _used, _used).End.At.ShouldBe(Step.Connecting);
        var late = Run(_able, _accepted, new Input.TimedOut(), _used, new Input.Connected()).End;
        late.Failure!.Reason.ShouldBe(Reason.NoAnswer);
    }

    [Fact]
    public void An_announcement_without_a_connection_times_out() =>
        Run(_able, _accepted, _used, new Input.TimedOut()).End.Failure!.Reason.ShouldBe(Reason.ConnectTimeout);

    [Theory]
    [Trait("Conformance", "9")]
    [Trait("Conformance", "10")]
    [InlineData(0, null, 0, 100)]
    [InlineData(30, null, 30, 70)]
    [InlineData(30, 20, 30, 20)]
    [InlineData(0, 0, 0, 0)]
    public void The_receiver_gets_the_range_that_it_asks_for(int offset, int? length, int from, int count) =>
        Run(_able, new Input.OfferAccepted(_s5b, offset, length)).End.Range.ShouldBe(new ByteRange(from, count));

    [Theory]
    [Trait("Conformance", "10")]
    [InlineData(-1L, null)]
    [InlineData(101L, null)]
    [InlineData(0L, -1L)]
    [InlineData(50L, 51L)]
    [InlineData(100L, 1L)]
    [InlineData(1L, long.MaxValue)]
    public void A_range_outside_the_file_is_refused(long offset, long? length) =>
        Run(_able, new Input.OfferAccepted(_s5b, offset, length)).End.Failure!.Reason.ShouldBe(Reason.OfferRefused);

    [Fact]
    public void An_Orchestrator_that_has_everything_needs_no_bytestream()
    {
        var (end, effects) = Run(_able, new Input.OfferAccepted(_s5b, Size, null));

        end.NothingToSend.ShouldBeTrue();
        end.At.ShouldBe(Step.Finished);
        effects.ShouldBe([Effect.OfferFile]);
    }

    [Fact]
    [Trait("Conformance", "10")]
    public void Another_peer_gets_a_bytestream_even_for_no_bytes()
    {
        var (end, effects) = Run(new Input.PeerAnswered(true, true, Confirms: false), new Input.OfferAccepted(_s5b, Size, null));

        end.At.ShouldBe(Step.Connecting);
        effects.ShouldBe([Effect.OfferFile, Effect.OfferStreamhosts]);
    }

    [Fact]
    [Trait("Conformance", "3")]
    public void A_stream_method_that_was_never_offered_ends_it() =>
        Run(_able, new Input.OfferAccepted("http://jabber.org/protocol/ibb", 0, null)).End.Failure!.Reason.ShouldBe(Reason.OfferRefused);

    public static TheoryData<string, int> Refusals => new()
    {
        { "peer-unavailable", 0 }, { "peer-unsupported", 1 }, { "peer-unavailable", 2 }, { "declined", 3 }, { "no-common-method", 4 },
        { "peer-unsupported", 5 }, { "peer-busy", 6 }, { "no-streamhost", 7 }, { "bytestream-refused", 8 }, { "offer-refused", 9 },
    };

    [Theory]
    [Trait("Conformance", "4")]
    [Trait("Conformance", "5")]
    [Trait("Conformance", "16")]
    [MemberData(nameof(Refusals))]
    public void A_refusal_is_understood(string reason, int which)
    {
        Input[][] ways =
        [
            [new Input.Refused(StanzaError.ServiceUnavailable())],
            [new Input.Refused(StanzaError.FeatureNotImplemented())],
            [_able, new Input.Refused(StanzaError.ServiceUnavailable())],
            [_able, new Input.Refused(SiErrors.Declined())],
            [_able, new Input.Refused(SiErrors.NoValidStreams)],
            [_able, new Input.Refused(SiErrors.BadProfile with { Type = StanzaErrorType.Modify })],
            [_able, new Input.Refused(StanzaError.ResourceConstraint())],
            [_able, _accepted, new Input.Refused(StanzaError.ItemNotFound())],
            [_able, _accepted, new Input.Refused(StanzaError.NotAcceptable())],
            [_able, new Input.Refused(StanzaError.BadRequest())],
        ];

        Run(ways[which]).End.Failure!.Reason.Code.ShouldBe(reason);
    }
}

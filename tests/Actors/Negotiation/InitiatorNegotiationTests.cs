using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Negotiation;
using Orchestrator.Actors.Roads;
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
    private static readonly string _ibb = Ns.InBandBytestreams.NamespaceName;
    private static readonly Jid _proxy = Jid.Parse("proxy.example.org");
    private static readonly InitiatorNegotiation _start = new()
    {
        Size = Size,
        Streamhost = _own,
        Proxies = [_proxy],
        Roads = RoadPlan.Of(RoadPolicy.Any, ImmutableDictionary<string, DateTimeOffset>.Empty),
    };

    private static readonly Input _able = new Input.PeerAnswered(TakesFiles: true, TakesBytestreams: true, TakesInBand: true, Confirms: true);
    private static readonly Input _accepted = new Input.OfferAccepted(_s5b, 0, null);
    private static readonly Input _used = new Input.StreamhostUsed(_own);
    private static readonly Input _usedProxy = new Input.StreamhostUsed(_proxy);

    private static readonly Gen<Input> _input = Gen.Frequency(
        (4, Gen.Constant(_able)),
        (4, from offset in Gen.Choose(-2, 102)
            from length in Gen.Choose(-2, 102)
            from whole in Gen.Elements(true, false)
            from method in Gen.Elements(_s5b, _s5b, _s5b, _ibb)
            select (Input)new Input.OfferAccepted(method, offset, whole ? null : length)),
        (3, Gen.Elements(_used, _usedProxy, new Input.StreamhostUsed(Jid.Parse("stranger.example.org")))),
        (3, Gen.Elements<Input>(new Input.Connected(), new Input.ProxyReached(), new Input.Activated(), new Input.InBandOpened(), new Input.ProxyFailed("?"))),
        (1, Gen.Elements<Input>(
            new Input.PeerAnswered(false, true, true, true), new Input.PeerAnswered(true, false, false, false), new Input.Offline("gone"),
            new Input.Nonsense("?"), new Input.TimedOut(), new Input.Refused(StanzaError.ItemNotFound()), new Input.Refused(SiErrors.Declined()))));

    private static InitiatorNegotiation After(RoadPolicy policy, Input.PeerAnswered peer, bool hasUrls = true, params string[] failed) =>
        (_start with { Roads = RoadPlan.Of(policy, failed.ToDictionary(road => road, _ => DateTimeOffset.UnixEpoch), hasUrls) }).Next(peer).Next;

    [Fact]
    [Trait("Conformance", "56")]
    public void Out_of_band_is_the_last_road_and_only_one_where_we_have_urls()
    {
        var peer = new Input.PeerAnswered(true, true, true, true, TakesUrls: true);
        var all = new[] { Road.S5bDirect, Road.S5bProxy, Road.Ibb };

        After(RoadPolicy.Any, peer).At.ShouldBe(Step.Offering);
        After(RoadPolicy.Any, peer, failed: all).Road.ShouldBe(Road.Oob);
        After(RoadPolicy.Any, peer, hasUrls: false, all).At.ShouldBe(Step.Offering);
        After(RoadPolicy.Any, peer with { TakesUrls = false }, failed: all).At.ShouldBe(Step.Offering);
        After(RoadPolicy.Any, new Input.PeerAnswered(false, false, false, false, TakesUrls: true)).IsOutOfBand.ShouldBeTrue();
        After(RoadPolicy.NoIbb, new Input.PeerAnswered(false, false, false, false, TakesUrls: true)).Failure!.Reason.ShouldBe(Reason.PeerUnsupported);
        After(RoadPolicy.OobOnly, peer).IsOutOfBand.ShouldBeTrue();
        After(RoadPolicy.OobOnly, peer with { TakesUrls = false }).Failure!.Reason.ShouldBe(Reason.NoCommonMethod);
    }

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

        Effect[][] ways = [[Effect.OfferFile, Effect.OfferStreamhosts, Effect.ReachProxy, Effect.Activate], [Effect.OfferFile, Effect.OpenInBand]];
        ways.ShouldContain(way => way.Take(effects.Length).SequenceEqual(effects));
        at.Range.Offset.ShouldBeInRange(0, Size);
        at.Range.End.ShouldBeInRange(at.Range.Offset, Size);
        if (at.Failure is not null)
            at.At.ShouldBe(Step.Finished);
        else if (at.At == Step.Finished)
            (at.NothingToSend || (at.Announced && at.IsConnected) || at.IsInBand || effects.Contains(Effect.Activate)).ShouldBeTrue();
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
        var (end, effects) = Run(new Input.PeerAnswered(true, true, true, Confirms: false), new Input.OfferAccepted(_s5b, Size, null));

        end.At.ShouldBe(Step.Connecting);
        effects.ShouldBe([Effect.OfferFile, Effect.OfferStreamhosts]);
    }

    [Fact]
    [Trait("Conformance", "3")]
    public void A_stream_method_that_was_never_offered_ends_it() =>
        Run(_able, new Input.OfferAccepted("jabber:iq:oob", 0, null)).End.Failure!.Reason.ShouldBe(Reason.OfferRefused);

    [Fact]
    [Trait("Conformance", "22")]
    [Trait("Conformance", "24")]
    public void A_proxy_is_reached_and_activated_before_it_is_used()
    {
        var (end, effects) = Run(_able, _accepted, _usedProxy, new Input.ProxyReached(), new Input.Activated());

        end.Failure.ShouldBeNull();
        end.Road.ShouldBe(Road.S5bProxy);
        effects.ShouldBe([Effect.OfferFile, Effect.OfferStreamhosts, Effect.ReachProxy, Effect.Activate]);
        Run(_able, _accepted, _usedProxy, new Input.Activated()).End.At.ShouldBe(Step.ReachingProxy);
    }

    [Fact]
    [Trait("Conformance", "23")]
    public void A_proxy_that_cannot_be_reached_or_does_not_activate_is_remembered()
    {
        Input[] before = [_able, _accepted, _usedProxy];
        StanzaError[] errors =
        [
            StanzaError.ItemNotFound(), StanzaError.NotAllowed(), new(StanzaErrorType.Auth, "not-authorized"), StanzaError.InternalServerError(),
            StanzaError.Conflict(), StanzaError.ResourceConstraint(), StanzaError.Forbidden(),
        ];
        Input[][] faults =
        [
            [new Input.ProxyFailed("refused")], [new Input.TimedOut()], [new Input.ProxyReached(), new Input.TimedOut()],
            .. errors.Select(error => new Input[] { new Input.ProxyReached(), new Input.Refused(error) }),
        ];
        foreach (var fault in faults)
        {
            var failure = Run([.. before, .. fault]).End.Failure!;
            failure.Reason.ShouldBe(Reason.ProxyFailed);
            failure.Roads.ShouldBe([Road.S5bProxy]);
        }
    }

    [Fact]
    [Trait("Conformance", "12")]
    public void After_both_SOCKS5_roads_failed_only_the_in_band_one_is_offered()
    {
        var failed = Run(_able, _accepted, new Input.Refused(StanzaError.ItemNotFound())).End.Failure!;
        failed.Roads.ShouldBe([Road.S5bDirect, Road.S5bProxy]);
        var memory = RoadMemory.Empty.Failed("bob@localhost", failed.Roads, DateTimeOffset.UnixEpoch);
        var again = _start with { Roads = RoadPlan.Of(RoadPolicy.Any, memory.Of("bob@localhost", DateTimeOffset.UnixEpoch)) };

        var (offered, _) = again.Next(_able);
        offered.Methods.ShouldBe([_ibb]);
        var (opening, effects) = offered.Next(new Input.OfferAccepted(_ibb, 10, null));
        effects.ShouldBe([Effect.OpenInBand]);
        opening.Next(new Input.InBandOpened()).Next.Road.ShouldBe(Road.Ibb);
        _start.Next(_able).Next.Methods.ShouldBe([_s5b, _ibb]);
    }

    [Fact]
    public void A_policy_that_the_peer_cannot_follow_fails_for_good()
    {
        var ibbOnly = _start with { Roads = RoadPlan.Of(RoadPolicy.IbbOnly, ImmutableDictionary<string, DateTimeOffset>.Empty) };

        ibbOnly.Next(new Input.PeerAnswered(true, true, false, true)).Next.Failure!.Reason.ShouldBe(Reason.NoCommonMethod);
        ibbOnly.Next(_able).Next.Methods.ShouldBe([_ibb]);
    }

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

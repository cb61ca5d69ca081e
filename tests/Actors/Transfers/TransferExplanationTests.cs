using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;
using static Orchestrator.Tests.Actors.Transfers.Lives;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class TransferExplanationTests
{
    private static readonly string[] _codes = ["nothing", "slot", "peer", "backoff", "account", "paused", "drain", "receipt", "peer-offer", "disk", "bytes"];

    [Fact]
    public void Every_state_of_every_life_is_explained() => Prop.ForAll(Any.ToArbitrary(), life =>
    {
        foreach (var state in life.Moments.Select(m => m.After).Where(s => s.Exists))
        {
            var explanation = Explain(state);
            explanation.WaitsFor.ShouldBeOneOf(_codes);
            explanation.Text.ShouldEndWith(".");
            (explanation.WaitsFor == "nothing").ShouldBe(state.IsFinal, explanation.Text);
            explanation.NextAttemptAt.ShouldBeOneOf(null, state.NextAttemptAt);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_waits_for_a_slot_hears_its_place()
    {
        var explanation = Explain(Born(outgoing: true), ahead: 3);

        explanation.WaitsFor.ShouldBe("slot");
        explanation.Text.ShouldContain("4 of 4 are taken, and 3 transfers go before it");
        explanation.Mend!.ShouldContain("set id --priority");
    }

    [Fact]
    public void An_account_that_cannot_send_is_named_before_slot_and_backoff()
    {
        var broken = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(1, Reason.StreamBroken, null, 0));

        Explain(broken, account: AccountState.Offline).WaitsFor.ShouldBe("account");
        Explain(broken, account: AccountState.Disabled).Text.ShouldContain("alice@localhost is disabled");
        Explain(broken, account: null).Text.ShouldContain("not configured any more");
        Explain(broken, account: AccountState.Refused).Text.ShouldContain("the server's words");
    }

    [Fact]
    public void A_backoff_tells_its_reason_and_its_end()
    {
        var broken = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.Break(1, Reason.NoStreamhost, "none of 2 streamhosts could be reached", 0));

        var explanation = Explain(broken);

        explanation.WaitsFor.ShouldBe("backoff");
        explanation.NextAttemptAt.ShouldBe(broken.NextAttemptAt);
        explanation.Text.ShouldContain("no-streamhost (none of 2 streamhosts could be reached)");
    }

    [Fact]
    public void A_draining_daemon_and_a_paused_transfer_say_so()
    {
        Explain(Born(outgoing: true), draining: true).WaitsFor.ShouldBe("drain");
        Explain(Born(outgoing: true).After(new TransferCommand.Pause()), draining: true).Mend.ShouldBe("orchestrator resume id");
    }

    [Fact]
    public void Moving_bytes_tell_their_rate_and_their_end()
    {
        var state = Born(outgoing: true).After(new TransferCommand.BeginSession("sid"), new TransferCommand.BeginStreaming(1, "s5b-direct", 0));
        var progress = new Progress(0, Birth).Next(20, Birth.AddSeconds(2));

        var text = TransferExplanation.Of(state, House(null, AccountState.Online, false), progress, Settings, Birth).Text;

        text.ShouldContain("20 of 100 bytes are over, by s5b-direct in session 1 at 10 bytes per second; at this rate the last byte moves at 2026-01-02 03:04:15Z");
    }

    [Fact]
    public void A_rate_follows_what_is_new_and_forgets_what_is_old()
    {
        var fast = Enumerable.Range(1, 30).Aggregate(new Progress(0, Birth), (p, s) => p.Next(s * 1000, Birth.AddSeconds(s)));
        var slow = Enumerable.Range(1, 30).Aggregate(fast, (p, s) => p.Next(30_000 + (s * 10), Birth.AddSeconds(30 + s)));

        fast.Rate!.Value.ShouldBe(1000, 1);
        slow.Rate!.Value.ShouldBe(10, 5);
        slow.Next(30_300, Birth.AddHours(2)).Eta(long.MaxValue).ShouldBeNull();
    }

    private static Explanation Explain(TransferState state, int? ahead = null, AccountState? account = AccountState.Online, bool draining = false) =>
        TransferExplanation.Of(state, House(ahead, account, draining), new Progress(state.Offset, Birth), Settings, Birth);

    private static HouseFacts House(int? ahead, AccountState? account, bool draining) => new(ahead, 4, 4, draining, account is { } known
        ? new[] { "alice@localhost", "bob@localhost" }.ToImmutableDictionary(name => name, name => new AccountProtocol.StateChanged(name, known, "the server's words"))
        : ImmutableDictionary<string, AccountProtocol.StateChanged>.Empty);
}

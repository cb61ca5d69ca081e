using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class ReasonTests
{
    [Fact]
    public void Codes_are_unique_and_found_again()
    {
        Reason.All.Select(r => r.Code).ShouldBeUnique();
        Reason.All.ShouldAllBe(r => Reason.Of(r.Code) == r);
    }

    [Fact]
    public void A_code_of_a_later_version_counts_as_unknown() => Reason.Of("solar-flare").ShouldBe(Reason.Unknown);

    // What decides whether a file still arrives: each must be chosen, none may change by accident.
    [Theory]
    [InlineData("peer-unavailable", Retry.WhenPeerIsThere)]
    [InlineData("peer-unsupported", Retry.Never)]
    [InlineData("not-connected", Retry.Always)]
    [InlineData("no-answer", Retry.Always)]
    [InlineData("declined", Retry.Declined)]
    [InlineData("peer-busy", Retry.Always)]
    [InlineData("no-common-method", Retry.Never)]
    [InlineData("no-streamhost", Retry.Always)]
    [InlineData("stream-broken", Retry.Always)]
    [InlineData("stalled", Retry.Always)]
    [InlineData("source-changed", Retry.Never)]
    [InlineData("disk-full", Retry.Always)]
    [InlineData("hash-mismatch", Retry.Bounded)]
    [InlineData("daemon-restarted", Retry.Always)]
    [InlineData("unknown", Retry.Bounded)]
    public void A_reason_means(string code, Retry retry) => Reason.Of(code).Retry.ShouldBe(retry);
}

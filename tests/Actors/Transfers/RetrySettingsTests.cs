using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class RetrySettingsTests
{
    private static readonly Gen<RetrySettings> _any =
        from min in Gen.Choose(1, 3_600_000)
        from factor in Gen.Choose(1, 1000)
        from jitter in Gen.Choose(0, 100)
        select new RetrySettings(TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds((long)min * factor), jitter / 100.0, 3);

    [Fact]
    public void A_backoff_grows_and_is_bounded() => Prop.ForAll(
        _any.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, 99).ToArbitrary(), (retry, failures, chance) =>
        {
            var wait = retry.After(failures, chance / 100.0);
            var longest = (retry.MaxBackoff * (1 + retry.Jitter)) + TimeSpan.FromMilliseconds(1);
            return wait >= retry.MinBackoff && wait <= longest && retry.After(failures + 1, chance / 100.0) >= wait;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void It_doubles_up_to_the_most(int failures, int seconds) =>
        new RetrySettings(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 0.5, 3).After(failures, 0).ShouldBe(TimeSpan.FromSeconds(seconds));
}

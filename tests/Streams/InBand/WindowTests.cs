using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Streams.InBand;

namespace Orchestrator.Tests.Streams.InBand;

public sealed class WindowTests
{
    private static InBandWindow After(InBandWindow window, int blocks, Func<int, double> roundTrip)
    {
        for (var block = 0; block < blocks; block++)
        {
            window = window.Acknowledged(TimeSpan.FromMilliseconds(roundTrip(window.Size)));
        }

        return window;
    }

    [Fact]
    public void It_grows_to_its_most_while_the_round_trip_stays() =>
        After(InBandWindow.Adaptive(), 200, _ => 50).Size.ShouldBe(32);

    [Fact]
    public void It_stops_growing_when_more_blocks_would_only_wait()
    {
        // A road of 10 ms that lets one block through each 2 ms: five blocks fill it.
        var window = After(InBandWindow.Adaptive(), 1000, size => Math.Max(10, 2 * size));

        window.Size.ShouldBeInRange(9, 13);
        After(window, 1000, size => Math.Max(10, 2 * size)).Size.ShouldBeInRange(9, 13);
    }

    [Fact]
    public void It_shrinks_when_the_road_becomes_slow() =>
        After(After(InBandWindow.Adaptive(), 200, _ => 10), 5000, size => 10 * size).Size.ShouldBeInRange(5, 9);

    [Fact]
    public void Trouble_throws_it_back_to_one_and_each_time_it_grows_to_half()
    {
        var window = After(InBandWindow.Adaptive(), 200, _ => 50);
        foreach (var most in new[] { 16, 8, 4, 2, 1, 1 })
        {
            window = window.Troubled();
            window.Size.ShouldBe(1);
            window = After(window, 500, _ => 50);
            window.Size.ShouldBe(most);
        }
    }

    [Fact]
    public void One_stays_one() => After(InBandWindow.One, 100, _ => 1).Size.ShouldBe(1);

    [Fact]
    public void Whatever_happens_it_stays_between_one_and_its_most() =>
        Prop.ForAll(
            (from max in Gen.Choose(1, 40) from trips in Gen.Choose(-1, 1000).ListOf() select (max, trips)).ToArbitrary(),
            sample =>
            {
                var window = InBandWindow.Adaptive(sample.max);
                foreach (var trip in sample.trips)
                {
                    window = trip < 0 ? window.Troubled() : window.Acknowledged(TimeSpan.FromMilliseconds(trip));
                    if (window.Size < 1 || window.Size > window.Max || window.Max > sample.max)
                    {
                        return false;
                    }
                }

                return true;
            }).QuickCheckThrowOnFailure();
}

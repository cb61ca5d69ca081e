using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Tests.Actors.Transfers;

public sealed class ForeignKeyTests
{
    private static readonly DateTimeOffset _date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly FileOffer _file = new("name", 10, null, _date, null, RangeSupported: true);

    [Fact]
    public void An_offer_is_known_again_by_peer_name_size_and_date_or_hash()
    {
        Key(_file).ShouldBe(Key(_file with { Description = "again" }));
        Key(_file).ShouldNotBe(Key(_file with { Name = "other" }));
        Key(_file).ShouldNotBe(Key(_file with { Size = 11 }));
        Key(_file).ShouldNotBe(Key(_file with { Date = _date.AddSeconds(1) }));
        Key(_file).ShouldNotBe(ForeignKey.Of("bob@localhost", "mallory@localhost", _file));
        Key(_file with { Hash = "a" }).ShouldNotBe(Key(_file with { Hash = "b" }));
    }

    [Fact]
    public void Without_date_and_hash_or_without_ranges_there_is_nothing_to_go_on()
    {
        Key(_file with { Date = null }).ShouldBeNull();
        Key(_file with { RangeSupported = false }).ShouldBeNull();
    }

    [Fact]
    public void The_transfer_that_came_of_an_offer_has_the_same_key()
    {
        var state = TransferState.None.Apply(new OfferAccepted
        {
            At = _date,
            By = "peer",
            Id = "id",
            Account = "bob@localhost",
            Peer = "alice@localhost",
            Name = "name",
            Size = 10,
            ModifiedAt = _date,
            Inbox = "/inbox",
            Deadline = _date,
        });

        ForeignKey.Of(state).ShouldBe(Key(_file));
    }

    private static string? Key(FileOffer file) => ForeignKey.Of("bob@localhost", "alice@localhost", file);
}

using Dapper;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Tests.Actors.Catalogue;

/// <summary>The catalogue and the journal beside it: rebuilding, the feed, forgetting.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly Ledger _ledger = new();

    [Fact]
    public async Task A_catalogue_that_was_deleted_is_made_anew_from_the_journal()
    {
        for (var n = 0; n < 2500; n++)
        {
            _ledger.Append(Ledger.Id(n), Ledger.Submitted(Ledger.Id(n), Ledger.Noon + TimeSpan.FromSeconds(n), $"file-{n}"));
            if (n % 2 == 0)
                _ledger.Append(Ledger.Id(n), Ledger.Cancelled(Ledger.Noon + TimeSpan.FromHours(1)));
        }

        var rebuilt = 0;
        var unfinished = await _ledger.Open().ReconcileAsync(Ledger.Noon, _ => null, done => rebuilt = done);

        rebuilt.ShouldBe(2500);
        unfinished.ShouldBe(Enumerable.Range(0, 2500).Where(n => n % 2 == 1).Select(Ledger.Id));
        var store = _ledger.Open();
        store.Find(Ledger.Id(1234)).ShouldNotBeNull().State.ShouldBe(TransferStatus.Cancelled);
        store.Find(Ledger.Id(1235)).ShouldNotBeNull().Name.ShouldBe("file-1235");
        (await store.ReconcileAsync(Ledger.Noon, _ => null, done => rebuilt = -done)).Length.ShouldBe(1250);
        rebuilt.ShouldBe(2500, "nothing was left to do");
    }

    [Fact]
    public async Task A_row_that_is_behind_the_journal_is_brought_up_to_date()
    {
        var (id, store) = (Ledger.Id(1), _ledger.Open());
        _ledger.Append(id, Ledger.Submitted(id, Ledger.Noon));
        (await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { })).ShouldBe([id]);
        _ledger.Append(id, Ledger.Cancelled(Ledger.Noon));

        (await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { })).ShouldBeEmpty();

        store.Find(id)!.State.ShouldBe(TransferStatus.Cancelled);
    }

    [Fact]
    public void Of_a_url_that_a_peer_named_only_the_server_is_shown()
    {
        var id = Ledger.Id(1);
        _ledger.Append(id, new SessionStarted { At = Ledger.Noon, By = "peer", Session = 1, Sid = "s1", Url = "https://files.example.org:8443/t0ken/a.bin?signature=hush" });

        var data = _ledger.Open().History(id, 0, 10)!.Events.ShouldHaveSingleItem().Data;

        data.GetProperty("url").GetString().ShouldBe("https://files.example.org:8443/…");
        data.GetProperty("sid").GetString().ShouldBe("s1");
    }

    [Fact]
    public async Task A_snapshot_stands_for_the_events_before_it()
    {
        var (id, store) = (Ledger.Id(1), _ledger.Open());
        var submitted = Ledger.Submitted(id, Ledger.Noon);
        _ledger.Append(id, submitted);
        _ledger.Snapshot(TransferState.None.Apply(submitted));
        _ledger.Append(id, Ledger.Cancelled(Ledger.Noon));

        await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { });

        store.Find(id).ShouldNotBeNull().State.ShouldBe(TransferStatus.Cancelled);
    }

    [Fact]
    public async Task A_transfer_whose_events_cannot_be_read_is_woken_to_tell_of_it_and_stops_nobody()
    {
        var store = _ledger.Open();
        _ledger.Append(Ledger.Id(1), Ledger.Submitted(Ledger.Id(1), Ledger.Noon));
        _ledger.Append(Ledger.Id(2), Ledger.Cancelled(Ledger.Noon));
        _ledger.Db.Execute("UPDATE journal SET message = x'7b', manifest = 'submitted' WHERE persistence_id LIKE '%' || @id", new { id = Ledger.Id(2) });

        (await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { })).ShouldBe([Ledger.Id(1), Ledger.Id(2)]);

        store.Events(0, 10).Items.Select(e => e.Kind).ShouldBe(["submitted", "unreadable"]);
    }

    [Fact]
    public void The_feed_goes_on_from_any_cursor()
    {
        var store = _ledger.Open();
        var cursors = Enumerable.Range(0, 10).Select(n => _ledger.Append(Ledger.Id(n), Ledger.Submitted(Ledger.Id(n), Ledger.Noon))).ToList();
        _ledger.Db.Execute("UPDATE journal SET persistence_id = 'somebody-else' WHERE ordering = @cursor", new { cursor = cursors[4] });

        var first = store.Events(0, 3);
        var rest = store.Events(first.Next, 100);

        first.Items.Concat(rest.Items).Select(e => e.Cursor).ShouldBe(cursors.Where((_, n) => n != 4));
        first.Items[0].ShouldSatisfyAllConditions(
            e => e.TransferId.ShouldBe(Ledger.Id(0)),
            e => e.At.ShouldBe(Ledger.Noon),
            e => e.By.ShouldBe("api"),
            e => e.Kind.ShouldBe("submitted"),
            e => e.Data.GetProperty("path").GetString().ShouldBe("/srv/out/report.csv"));
        store.Events(rest.Next, 100).ShouldSatisfyAllConditions(e => e.Items.ShouldBeEmpty(), e => e.Next.ShouldBe(rest.Next), e => e.Missed.ShouldBeNull());
    }

    [Fact]
    public void A_cursor_ahead_of_the_journal_is_told_where_it_ends_and_goes_on_from_there()
    {
        var store = _ledger.Open();
        var last = _ledger.Append(Ledger.Id(1), Ledger.Submitted(Ledger.Id(1), Ledger.Noon));

        store.Events(last + 7, 10).ShouldSatisfyAllConditions(
            e => e.Missed.ShouldBe(new AdminProtocol.Gap(last + 7, last)), e => e.Items.ShouldBeEmpty(), e => e.Next.ShouldBe(last));
        store.Events(last, 10).Missed.ShouldBeNull();
        _ledger.Db.Execute("DROP TABLE journal");
        _ledger.Open().Events(last, 10).ShouldSatisfyAllConditions(e => e.Missed.ShouldBe(new AdminProtocol.Gap(last, 0)), e => e.Next.ShouldBe(0));
    }

    [Fact]
    public void The_history_of_one_transfer_comes_in_pages()
    {
        var (id, store) = (Ledger.Id(1), _ledger.Open());
        _ledger.Append(id, Ledger.Submitted(id, Ledger.Noon));
        _ledger.Append(Ledger.Id(2), Ledger.Submitted(Ledger.Id(2), Ledger.Noon));
        _ledger.Append(id, Ledger.Cancelled(Ledger.Noon));

        var first = store.History(id, 0, 1).ShouldNotBeNull();
        var second = store.History(id, first.Next!.Value, 5).ShouldNotBeNull();

        first.Events.Concat(second.Events).Select(e => e.Kind).ShouldBe(["submitted", "ended"]);
        second.Next.ShouldBeNull();
        store.History(Ledger.Id(3), 0, 5).ShouldBeNull();
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten_everywhere_and_the_feed_tells_of_the_gap()
    {
        var store = _ledger.Open();
        var (old, running, late) = (Ledger.Id(1), Ledger.Id(2), Ledger.Id(3));
        foreach (var id in new[] { old, running, late })
            _ledger.Append(id, Ledger.Submitted(id, Ledger.Noon));
        var end = _ledger.Append(old, Ledger.Cancelled(Ledger.Noon + TimeSpan.FromDays(1)));
        _ledger.Snapshot(TransferState.None.Apply(Ledger.Submitted(old, Ledger.Noon)).Apply(Ledger.Cancelled(Ledger.Noon + TimeSpan.FromDays(1))));
        _ledger.Append(late, Ledger.Cancelled(Ledger.Noon + TimeSpan.FromDays(3)));
        await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { });

        (await store.PruneAsync(Ledger.Noon + TimeSpan.FromDays(2), 10)).ShouldBe(1);

        store.Find(old).ShouldBeNull();
        _ledger.Db.ExecuteScalar<int>("SELECT (SELECT count(*) FROM snapshot) + (SELECT count(*) FROM journal WHERE persistence_id LIKE '%' || @old)", new { old }).ShouldBe(0);
        store.Find(running).ShouldNotBeNull();
        store.Find(late).ShouldNotBeNull();
        store.Events(0, 10).ShouldSatisfyAllConditions(
            e => e.Missed.ShouldBe(new AdminProtocol.Gap(0, end)),
            e => e.Items.Select(i => i.TransferId).ShouldBe([running, late, late]));
        store.Events(end, 10).Missed.ShouldBeNull();
        (await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { })).ShouldBe([running]);
    }

    [Fact]
    public async Task When_everything_is_forgotten_the_gap_is_told_once_and_the_feed_goes_on_from_there()
    {
        var store = _ledger.Open();
        _ledger.Append(Ledger.Id(1), Ledger.Submitted(Ledger.Id(1), Ledger.Noon));
        var end = _ledger.Append(Ledger.Id(1), Ledger.Cancelled(Ledger.Noon));
        await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { });
        (await store.PruneAsync(Ledger.Noon + TimeSpan.FromDays(1), 10)).ShouldBe(1);

        // As after a restart, when nothing but the file is left to tell how far it was.
        var again = _ledger.Open();
        again.LastEvent.ShouldBe(end);
        var gap = again.Events(0, 10);
        gap.ShouldSatisfyAllConditions(e => e.Missed.ShouldBe(new AdminProtocol.Gap(0, end)), e => e.Items.ShouldBeEmpty(), e => e.Next.ShouldBe(end));
        again.Events(gap.Next, 10).ShouldSatisfyAllConditions(e => e.Missed.ShouldBeNull(), e => e.Next.ShouldBe(end));

        var next = _ledger.Append(Ledger.Id(2), Ledger.Submitted(Ledger.Id(2), Ledger.Noon));
        again.Events(gap.Next, 10).Items.ShouldHaveSingleItem().Cursor.ShouldBe(next);
        again.LastEvent.ShouldBe(next);
    }

    [Fact]
    public async Task A_page_is_forgotten_at_a_time()
    {
        var store = _ledger.Open();
        for (var n = 0; n < 5; n++)
        {
            _ledger.Append(Ledger.Id(n), Ledger.Submitted(Ledger.Id(n), Ledger.Noon));
            _ledger.Append(Ledger.Id(n), Ledger.Cancelled(Ledger.Noon));
        }

        await store.ReconcileAsync(Ledger.Noon, _ => null, _ => { });

        var pruned = new List<int>();
        for (var n = 0; n < 4; n++)
            pruned.Add(await store.PruneAsync(Ledger.Noon + TimeSpan.FromDays(1), 2));
        pruned.ShouldBe([2, 2, 1, 0]);
    }

    [Fact]
    public async Task What_is_remembered_outlives_the_store_and_a_rebuilt_catalogue()
    {
        await _ledger.Open().RememberAsync("account:a", "off");
        await _ledger.Open().RememberAsync("account:b", "off");
        await _ledger.Open().RememberAsync("account:a", null);
        _ledger.Db.Execute("PRAGMA user_version = 1");

        _ledger.Open().Recall("account:").ShouldBe(new Dictionary<string, string> { ["account:b"] = "off" });
    }

    public void Dispose() => _ledger.Dispose();
}

using Dapper;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Transfers;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Catalogue;

/// <summary>Filters, orders, cursors and counts, against the same question asked of the views in memory.</summary>
public sealed class ListTests : IDisposable
{
    private static readonly DateTimeOffset _now = Ledger.Noon + TimeSpan.FromHours(1);
    private readonly Ledger _ledger = new();
    private readonly TransferView[] _views = [.. Enumerable.Range(0, 120).Select(View)];

    public static TheoryData<TransferFilter> Filters =>
    [
        TransferFilter.All,
        new TransferFilter { States = [TransferStatus.Completed] },
        new TransferFilter { States = [TransferStatus.Queued, TransferStatus.Interrupted, TransferStatus.Paused] },
        new TransferFilter { Direction = TransferDirection.Incoming },
        new TransferFilter { Account = "carol@example.org" },
        new TransferFilter { Peer = "p3@example.org" },
        new TransferFilter { Peer = "P3@EXAMPLE.org/r1" },
        new TransferFilter { Road = "s5b-proxy", States = [TransferStatus.Completed] },
        new TransferFilter { Reason = "no-answer" },
        new TransferFilter { Text = "übung-1" },
        new TransferFilter { Text = "BATCH 7" },
        new TransferFilter { Text = "100%_" },
        new TransferFilter { CreatedAfter = Ledger.Noon + TimeSpan.FromMinutes(10), CreatedBefore = Ledger.Noon + TimeSpan.FromMinutes(20) },
        new TransferFilter { UpdatedBefore = Ledger.Noon + TimeSpan.FromMinutes(15) },
        new TransferFilter { Stuck = true },
        new TransferFilter { Stuck = true, Account = "alice@example.org", Text = "übung" },
    ];

    public static TheoryData<TransferOrder, bool> Orders
    {
        get
        {
            var orders = new TheoryData<TransferOrder, bool>();
            foreach (var order in Enum.GetValues<TransferOrder>())
            {
                orders.Add(order, false);
                orders.Add(order, true);
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_lets_through_what_it_says(TransferFilter filter)
    {
        var store = await FillAsync();

        var expected = _views.Where(v => Lets(filter, v)).Select(v => v.Id).Order(StringComparer.Ordinal).ToList();

        Pages(store, filter, TransferOrder.Created, true, 1000).Select(v => v.Id).Order(StringComparer.Ordinal).ShouldBe(expected);
        ((AdminProtocol.Counts)store.Count(new AdminProtocol.GetCounts(CountBy.State, filter), _now)).Total.Count.ShouldBe(expected.Count);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_follow_each_other_without_a_gap_or_a_double(TransferOrder order, bool descending)
    {
        var store = await FillAsync();
        var sorted = _views.OrderBy(v => Key(v, order), Comparer<IComparable>.Create((a, b) => a is string s ? string.CompareOrdinal(s, (string)b) : a.CompareTo(b)))
            .ThenBy(v => v.CreatedAt).ThenBy(v => v.Id, StringComparer.Ordinal).Select(v => v.Id).ToList();
        if (descending)
            sorted.Reverse();

        Pages(store, TransferFilter.All, order, descending, 7).Select(v => v.Id).ShouldBe(sorted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("Q3JlYXRlZC18MXxhfDE")] // Created-|1|a|1
    [InlineData("Q3JlYXRlZC18LTF8YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhfDE")] // a negative time
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        var store = await FillAsync();

        store.List(new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Created, true, 10, cursor), _now)
            .ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("bad-cursor");
    }

    [Fact]
    public async Task A_cursor_serves_only_the_order_that_it_was_given_for()
    {
        var store = await FillAsync();
        var next = ((AdminProtocol.Transfers)store.List(new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Size, true, 10, null), _now)).Next;

        foreach (var (order, descending) in new[] { (TransferOrder.Size, false), (TransferOrder.Name, true) })
        {
            store.List(new AdminProtocol.ListTransfers(TransferFilter.All, order, descending, 10, next), _now)
                .ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("bad-cursor");
        }
    }

    [Fact]
    public async Task A_filter_that_makes_no_sense_is_refused()
    {
        var store = await FillAsync();

        foreach (var filter in new[] { new TransferFilter { Peer = "@" }, new TransferFilter { Account = "a@b@c" }, new TransferFilter { Text = new string('x', 201) } })
        {
            store.List(new AdminProtocol.ListTransfers(filter, TransferOrder.Created, true, 10, null), _now)
                .ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("bad-filter");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_limit_out_of_range_is_refused(int limit)
    {
        var store = await FillAsync();

        store.List(new AdminProtocol.ListTransfers(TransferFilter.All, TransferOrder.Created, true, limit, null), _now)
            .ShouldBeOfType<AdminProtocol.Refused>().Code.ShouldBe("bad-limit");
    }

    [Fact]
    public async Task A_list_leaves_the_sessions_out_and_one_transfer_has_them()
    {
        var store = _ledger.Open();
        var session = new SessionView { Number = 1, StartedAt = Ledger.Noon, Road = "s5b-proxy", Proxy = "proxy.example.org" };
        await store.PutAsync([new CatalogueProtocol.Put(View(0) with { SessionHistory = [session] }, 1, false)], _now);

        Pages(store, TransferFilter.All, TransferOrder.Created, true, 10).ShouldHaveSingleItem().SessionHistory.ShouldBeNull();
        store.Find(Ledger.Id(0))!.SessionHistory!.Value.ShouldHaveSingleItem().Proxy.ShouldBe("proxy.example.org");
        ((AdminProtocol.Counts)store.Count(new AdminProtocol.GetCounts(CountBy.Proxy, null), _now)).Groups.ShouldHaveSingleItem().Key.ShouldBe("proxy.example.org");
    }

    [Theory]
    [InlineData(CountBy.State)]
    [InlineData(CountBy.Account)]
    [InlineData(CountBy.Peer)]
    [InlineData(CountBy.Road)]
    [InlineData(CountBy.Reason)]
    [InlineData(CountBy.Direction)]
    public async Task Counts_are_those_of_the_transfers(CountBy by)
    {
        var store = await FillAsync();
        string Group(TransferView v) => by switch
        {
            CountBy.State => v.State.ToString(),
            CountBy.Account => v.Account,
            CountBy.Peer => Jid.Parse(v.Peer).Bare.ToString(),
            CountBy.Road => v.Road ?? "",
            CountBy.Reason => v.Reason ?? "",
            _ => v.Direction == TransferDirection.Outgoing ? "outgoing" : "incoming",
        };

        var counts = (AdminProtocol.Counts)store.Count(new AdminProtocol.GetCounts(by, null), _now);

        counts.Groups.ShouldBe(_views.GroupBy(Group)
            .Select(g => new CountGroup(g.Key, g.Count(), g.Sum(v => v.Size), g.Sum(v => v.Offset), g.Sum(v => v.Rate ?? 0)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal));
        counts.Total.ShouldBe(new CountGroup("", 120, _views.Sum(v => v.Size), _views.Sum(v => v.Offset), _views.Sum(v => v.Rate ?? 0)));
    }

    [Fact]
    public async Task A_transfer_whose_bytes_move_is_not_stuck_though_nothing_is_committed()
    {
        var store = _ledger.Open();
        var view = View(0) with { State = TransferStatus.Streaming, Reason = null, UpdatedAt = Ledger.Noon };
        async Task<int> StuckAsync(long offset, int putAt, int askedAt)
        {
            await store.PutAsync([new CatalogueProtocol.Put(view with { Offset = offset }, 1, false)], Ledger.Noon + TimeSpan.FromMinutes(putAt));
            return ((AdminProtocol.Transfers)store.List(
                new AdminProtocol.ListTransfers(new TransferFilter { Stuck = true }, TransferOrder.Created, true, 10, null), Ledger.Noon + TimeSpan.FromMinutes(askedAt))).Items.Length;
        }

        (await StuckAsync(offset: 100, putAt: 0, askedAt: 9)).ShouldBe(0);
        (await StuckAsync(offset: 200, putAt: 12, askedAt: 20)).ShouldBe(0);
        (await StuckAsync(offset: 200, putAt: 21, askedAt: 23)).ShouldBe(1);
    }

    [Fact]
    public async Task What_bulk_commands_work_on_has_not_ended_and_comes_in_the_order_of_acceptance()
    {
        var store = await FillAsync();
        var ids = new List<string>();
        CatalogueProtocol.Place? after = null;
        do
        {
            var page = (CatalogueProtocol.Ids)store.Ids(new CatalogueProtocol.GetIds(TransferFilter.All, after, 5), _now);
            ids.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        ids.ShouldBe(_views.Where(v => !IsFinal(v)).OrderBy(v => v.CreatedAt).ThenBy(v => v.Id, StringComparer.Ordinal).Select(v => v.Id));
    }

    [Fact]
    public void The_tables_of_an_earlier_version_give_way()
    {
        _ledger.Db.Execute("""
            CREATE TABLE transfer (id TEXT PRIMARY KEY, sequence_number INTEGER NOT NULL, is_final INTEGER NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL, view TEXT NOT NULL);
            INSERT INTO transfer VALUES ('x', 1, 1, 'Completed', '2026', '{}');
            """);

        Pages(_ledger.Open(), TransferFilter.All, TransferOrder.Created, true, 10).ShouldBeEmpty();
    }

    public void Dispose() => _ledger.Dispose();

    private static IEnumerable<TransferView> Pages(CatalogueStore store, TransferFilter filter, TransferOrder order, bool descending, int limit)
    {
        var cursor = default(string);
        do
        {
            var page = store.List(new AdminProtocol.ListTransfers(filter, order, descending, limit, cursor), _now).ShouldBeOfType<AdminProtocol.Transfers>();
            page.Items.Length.ShouldBeLessThanOrEqualTo(limit);
            foreach (var view in page.Items)
                yield return view;
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static TransferView View(int n)
    {
        var states = Enum.GetValues<TransferStatus>();
        var at = Ledger.Noon + TimeSpan.FromMinutes(n / 2);
        return new TransferView
        {
            Id = Ledger.Id(n),
            Direction = n % 3 == 0 ? TransferDirection.Incoming : TransferDirection.Outgoing,
            State = states[n % states.Length],
            Account = n % 4 == 0 ? "carol@example.org" : "alice@example.org",
            Peer = $"p{n % 5}@example.org/r{n % 2}",
            Name = n % 7 == 0 ? $"100%_{n}" : $"ÜBUNG-{n}.bin",
            Size = 1000 * (n % 11),
            Offset = 10 * (n % 11),
            ResumedAt = 0,
            Sessions = 1,
            Road = (n % 3) switch { 0 => null, 1 => "s5b-proxy", _ => "ibb" },
            Path = $"/srv/out/{n}",
            Reason = n % 5 == 0 ? "no-answer" : null,
            Description = $"Batch {n % 10}",
            CreatedAt = at,
            UpdatedAt = at + TimeSpan.FromMinutes(n % 13),
            Deadline = at + TimeSpan.FromDays(1),
            Priority = (n % 9) - 4,
            Rate = n % states.Length == (int)TransferStatus.Streaming ? n : null,
        };
    }

    private static bool IsFinal(TransferView v) =>
        v.State is TransferStatus.Completed or TransferStatus.Cancelled or TransferStatus.Failed or TransferStatus.Declined or TransferStatus.Expired;

    private static bool Lets(TransferFilter f, TransferView v) =>
        (f.States.IsDefaultOrEmpty || f.States.Contains(v.State))
        && (f.Direction is null || f.Direction == v.Direction)
        && (f.Account is null || f.Account == v.Account)
        && (f.Peer is null || f.Peer.Equals(v.Peer, StringComparison.OrdinalIgnoreCase) || f.Peer == Jid.Parse(v.Peer).Bare.ToString())
        && (f.Road is null || f.Road == v.Road)
        && (f.Reason is null || f.Reason == v.Reason)
        && (f.Text is null || new[] { v.Name, v.Path, v.Peer, v.Description!, v.Id }.Any(t => t.Contains(f.Text, StringComparison.InvariantCultureIgnoreCase)))
        && (f.CreatedAfter is null || v.CreatedAt >= f.CreatedAfter)
        && (f.CreatedBefore is null || v.CreatedAt < f.CreatedBefore)
        && (f.UpdatedBefore is null || v.UpdatedAt < f.UpdatedBefore)
        && (!f.Stuck || (!IsFinal(v) && v.State != TransferStatus.Paused
            && (v.UpdatedAt < _now - TransferFilter.StuckAfter || (v.Reason is not null && v.State is TransferStatus.Interrupted or TransferStatus.WaitingForPeer))));

    private static IComparable Key(TransferView v, TransferOrder order) => order switch
    {
        TransferOrder.Updated => v.UpdatedAt,
        TransferOrder.Size => v.Size,
        TransferOrder.Priority => v.Priority,
        TransferOrder.Peer => v.Peer,
        TransferOrder.Name => v.Name.ToLowerInvariant(),
        _ => v.CreatedAt,
    };

    private async Task<CatalogueStore> FillAsync()
    {
        var store = _ledger.Open();
        await store.PutAsync([.. _views.Select(v => new CatalogueProtocol.Put(v, 1, IsFinal(v)))], Ledger.Noon);
        return store;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Door;
using Orchestrator.Actors.Transfers;
using Orchestrator.Tests.Actors.Catalogue;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.AdHoc;

namespace Orchestrator.Tests.Actors.Door;

/// <summary>Pages of which fewer rows fit into one answer than they hold: nothing is skipped, nothing told twice.</summary>
public sealed class DoorAnswersTests : IDisposable
{
    private const int Many = 120;
    private static readonly Jid _ops = Jid.Parse("ops@example.org");
    private readonly Ledger _ledger = new();

    [Theory]
    [MemberData(nameof(ListTests.Orders), MemberType = typeof(ListTests))]
    public async Task A_list_is_read_to_its_end(TransferOrder order, bool descending)
    {
        var store = _ledger.Open();
        await store.PutAsync([.. Enumerable.Range(0, Many).Select(n => new CatalogueProtocol.Put(View(n), 1, false))], Ledger.Noon);
        var all = (AdminProtocol.Transfers)store.List(new AdminProtocol.ListTransfers(TransferFilter.All, order, descending, 1000, null), Ledger.Noon);

        var pages = Read(
            "list", question => store.List((AdminProtocol.ListTransfers)question, Ledger.Noon), null, ("order", order.ToString()), ("ascending", descending ? "0" : "1"));

        pages.SelectMany(page => page.Rows).Select(row => row[0]).ShouldBe(all.Items.Select(t => t.Id));
        pages.Length.ShouldBeGreaterThan(3);
        pages[..^1].ShouldAllBe(page => page.Title.EndsWith("transfers, and there are more", StringComparison.Ordinal) && page.Note.Contains(page.Next!, StringComparison.Ordinal));
        pages[^1].Title.ShouldEndWith("transfers");
    }

    [Fact]
    public void A_history_is_read_to_its_end()
    {
        var store = _ledger.Open();
        Happen(Ledger.Id(1));

        var pages = Read("history", question => store.History(Ledger.Id(1), ((AdminProtocol.GetHistory)question).After, ((AdminProtocol.GetHistory)question).Limit)!, null, ("id", Ledger.Id(1)));

        pages.SelectMany(page => page.Rows).Count(row => row[2] == "adjusted").ShouldBe(Many);
        pages.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_feed_is_read_from_the_oldest_event_or_from_the_newest_ones_and_on()
    {
        var store = _ledger.Open();
        Happen(Ledger.Id(1));
        object Ask(object question) => store.Events(((AdminProtocol.GetEvents)question).After, ((AdminProtocol.GetEvents)question).Limit);

        var all = Read("events", Ask, "0");
        all.SelectMany(page => page.Rows).Count(row => row[3] == "adjusted").ShouldBe(Many);
        var newest = Read("events", Ask, null);
        newest.Sum(page => page.Rows.Length).ShouldBe(50);
        newest[^1].Rows[^1].ShouldBe(all[^1].Rows[^1]);

        // The feed goes on where it ended.
        _ledger.Append(Ledger.Id(1), Ledger.Cancelled(Ledger.Noon));
        Read("events", Ask, newest[^1].Next).ShouldHaveSingleItem().Rows.ShouldHaveSingleItem()[3].ShouldBe("ended");
    }

    [Fact]
    public void The_sessions_of_a_transfer_are_told_in_words_a_line_each()
    {
        SessionView first = new() { Number = 1, StartedAt = Ledger.Noon, Reason = "no-streamhost", Failed = [new FailedRoad("s5b-direct", "10.0.0.1", "timeout")] };
        var view = View(1) with { SessionHistory = [first, first with { Number = 2, Reason = null, Road = "ibb" }] };

        var answer = DoorAnswers.Render(DoorCommand.Find("orchestrator#show")!, new CommandReply("orchestrator#show", "s1"), new AdminProtocol.GetTransfer(view.Id), view);

        var lines = answer.Descendants(Ns.DataForms + "field").Single(f => (string?)f.Attribute("var") == "SessionHistory").Value.Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("reason no-streamhost");
        lines[0].ShouldContain("s5b-direct");
        lines[0].ShouldContain("10.0.0.1");
        lines[1].ShouldStartWith("number 2, started at 2026-03-04 12:00:00Z");
        lines[1].ShouldContain("road ibb");
    }

    public void Dispose() => _ledger.Dispose();

    // Executes the command again and again, each time with the cursor of the answer before, until there is no more.
    private static ImmutableArray<Page> Read(string name, Func<object, object> admin, string? after, params (string Field, string Value)[] filledIn)
    {
        var command = DoorCommand.Find($"orchestrator#{name}")!;
        var pages = ImmutableArray.CreateBuilder<Page>();
        do
        {
            var form = filledIn.Append(("after", after ?? "")).ToImmutableDictionary(f => f.Item1, f => ImmutableArray.Create(f.Item2));
            var question = command.Question(new CommandRequest(command.Node, "s1", IsCancel: false, form), _ops);
            var answer = DoorAnswers.Render(command, new CommandReply(command.Node, "s1"), question, admin(question));
            Encoding.UTF8.GetByteCount(answer.ToString(SaveOptions.DisableFormatting)).ShouldBeLessThan(60 * 1024);
            pages.Add(Page.Of(answer));
            after = pages[^1].Next;
        }
        while (pages[^1].Title.EndsWith("more", StringComparison.Ordinal));

        return pages.ToImmutable();
    }

    private void Happen(string id)
    {
        _ledger.Append(id, Ledger.Submitted(id, Ledger.Noon));
        for (var n = 0; n < Many; n++)
            _ledger.Append(id, new Adjusted { At = Ledger.Noon, By = $"xmpp:{new string('"', 390)}@example.org", Priority = n % 100 });
    }

    private static TransferView View(int n) => new()
    {
        Id = Ledger.Id(n * 7 % Many),
        Direction = TransferDirection.Outgoing,
        State = TransferStatus.Queued,
        Account = "alice@example.org",
        Peer = $"p{n % 5}@example.org",
        // Of every character of it, XML makes six.
        Name = new string('"', 390) + (n % 3).ToString(CultureInfo.InvariantCulture) + "Ü",
        Size = n % 4,
        Offset = 0,
        ResumedAt = 0,
        Sessions = 0,
        Path = "/srv/out",
        Priority = n % 6,
        CreatedAt = Ledger.Noon + TimeSpan.FromTicks(n / 2),
        UpdatedAt = Ledger.Noon + TimeSpan.FromTicks(n / 3),
        Deadline = Ledger.Noon,
    };

    private sealed record Page(string Title, string Note, string? Next, ImmutableArray<ImmutableArray<string>> Rows)
    {
        public static Page Of(XElement answer)
        {
            var form = answer.Element(Ns.DataForms + "x")!;
            return new Page(
                form.Element(Ns.DataForms + "title")!.Value,
                answer.Element(Ns.Commands + "note")?.Value ?? "",
                form.Elements(Ns.DataForms + "field").SingleOrDefault(f => (string?)f.Attribute("var") == "next")?.Value,
                [.. form.Elements(Ns.DataForms + "item").Select(item => item.Elements().Select(field => field.Value).ToImmutableArray())]);
        }
    }
}

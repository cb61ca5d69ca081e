using System.Collections.Immutable;
using System.Reflection;
using System.Security;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Xmpp.AdHoc;
using Orchestrator.Xmpp.Forms;

namespace Orchestrator.Actors.Door;

/// <summary>Puts the admin actor's answers into words and tables for people at an XMPP client.</summary>
internal static class DoorAnswers
{
    // Servers take stanzas of 64 KiB and more (RFC 6120 §13.12 asks for 10,000 bytes); who sends a larger one loses the connection.
    private const int MaxBytes = 48 * 1024;
    private const int BytesAroundText = 80;
    private const int MaxFact = 6000;
    private const int MaxCell = 400;

    /// <summary>The answer to a command.</summary>
    public static XElement Render(DoorCommand command, CommandReply reply, object question, object answer) => answer switch
    {
        AdminProtocol.NotFound gone => reply.Refuses($"There is no transfer '{gone.Id}'; the command list shows those there are."),
        AdminProtocol.Refused refused => reply.Refuses($"{refused.Detail} ({refused.Code})"),
        AdminProtocol.Conflict conflict => reply.Refuses($"{conflict.Detail} (key-conflict)"),
        AdminProtocol.Done => reply.Says($"{command.Title}: done."),
        AdminProtocol.Submitted submitted => reply.Shows(Facts(
            submitted.Created ? $"Transfer {submitted.Transfer.Id} is accepted" : $"This key was used before; it is transfer {submitted.Transfer.Id}", submitted.Transfer)),
        TransferView transfer => reply.Shows(Facts($"Transfer {transfer.Id} is {transfer.State}", transfer)),
        AdminProtocol.Transfers page => List(reply, (AdminProtocol.ListTransfers)question, page),
        AdminProtocol.History history => Page(reply, "events", history.Events, ["At", "By", "What", "Data"], e => Row(e.At, e.By, e.Kind, e.Data), e => e.Cursor, history.Next),
        AdminProtocol.Events feed => Feed(reply, (AdminProtocol.GetEvents)question, feed),
        AdminProtocol.Counts counts => reply.Shows(Table(
            $"{counts.Total.Count} transfers",
            ["Key", "Count", "Bytes", "Moved", "Bytes per second"],
            counts.Groups.Select(g => Row(g.Key, g.Count, g.Bytes, g.Moved, g.BytesPerSecond)))),
        AdminProtocol.ActedOnAll all when question is AdminProtocol.ActOnAll { DryRun: true } => reply.Shows(Facts($"{all.Matched} transfers match; nothing was changed", all)),
        AdminProtocol.ActedOnAll all => reply.Shows(Facts($"{all.Changed} of {all.Matched} transfers changed", all)),
        AdminProtocol.Accounts accounts => reply.Shows(Table(
            $"{accounts.Items.Length} accounts",
            ["JID", "State", "Since", "Detail", "Inbox", "Roads"],
            accounts.Items.Select(a => Row(a.Jid, a.State, a.Since, a.Detail, a.Inbox, a.Roads)))),
        AdminProtocol.Proxies proxies => reply.Shows(Table(
            $"{proxies.Items.Length} proxies",
            ["JID", "State", "Hosts", "Streams", "Failures", "Last error", "Mend"],
            proxies.Items.Select(p => Row(p.Jid, p.State, p.Hosts, p.Streams, p.Failures, p.LastError, p.Mend)))),
        _ => reply.Shows(Facts(command.Title, answer)),
    };

    // A field for every fact that there is; the names are those of the HTTP API, in words.
    private static DataForm Facts(string title, object record) => new(title)
    {
        Fields =
        [
            .. Fitting(
                record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Select(p => (p.Name, Value: DoorText.Of(p.GetValue(record), MaxFact)))
                    .Where(fact => fact.Value.Length > 0),
                fact => [fact.Name, fact.Value])
                .Select(fact => new FormField(fact.Name, "text-single", DoorText.Words(fact.Name), fact.Value)),
        ],
    };

    private static XElement List(CommandReply reply, AdminProtocol.ListTransfers question, AdminProtocol.Transfers page) => Page(
        reply,
        "transfers",
        page.Items,
        ["Id", "State", "Direction", "Peer", "Name", "Size", "Offset", "Road", "Reason"],
        t => Row(t.Id, t.State, t.Direction, t.Peer, t.Name, t.Size, t.Offset, t.Road, t.Reason),
        t => PageCursor.Of(t, question.Order, question.Descending),
        page.Next);

    // It has no end: where it goes on later is told, too.
    private static XElement Feed(CommandReply reply, AdminProtocol.GetEvents question, AdminProtocol.Events feed) => Page(
        reply,
        feed.Missed is { } gap ? $"events (of those after {gap.From} not all are kept)" : "events",
        feed.Items,
        ["At", "Transfer", "By", "What", "Data"],
        e => Row(e.At, e.TransferId, e.By, e.Kind, e.Data),
        e => e.Cursor,
        feed.Items.Length == question.Limit ? feed.Next : null,
        feed.Next);

    // As many as one answer may hold; who wants more goes on after the last one shown.
    private static XElement Page<T>(
        CommandReply reply, string what, ImmutableArray<T> items, ImmutableArray<string> columns, Func<T, ImmutableArray<string>> row, Func<T, object> cursor, object? next, object? end = null)
    {
        var rows = Fitting(items.Select(row), texts => texts);
        var more = rows.Count < items.Length ? cursor(items[rows.Count - 1]) : next;
        var page = Table($"{rows.Count} {what}{(more is null ? "" : ", and there are more")}", columns, rows);
        return (more ?? end)?.ToString() is { } goOn
            ? reply.Shows(page with { Fields = [new FormField("next", "text-single", "Next", goOn)] }, $"To go on, execute this again with {goOn} in 'after'.")
            : reply.Shows(page);
    }

    private static ImmutableArray<string> Row(params object?[] values) => [.. values.Select(value => DoorText.Of(value, MaxCell))];

    private static DataForm Table(string title, ImmutableArray<string> columns, IEnumerable<ImmutableArray<string>> rows)
    {
        var all = rows.ToList();
        var fitting = Fitting(all, row => row);
        return new DataForm(fitting.Count == all.Count ? title : $"{title}; {fitting.Count} of them fit into one answer")
        {
            Columns = [.. columns.Select(c => new FormField(c.Replace(" ", "-", StringComparison.Ordinal).ToLowerInvariant(), "text-single", c))],
            Rows = [.. fitting],
        };
    }

    // The first ones, as many as an answer may hold.
    private static List<T> Fitting<T>(IEnumerable<T> items, Func<T, IEnumerable<string>> texts)
    {
        var (fitting, left) = (new List<T>(), MaxBytes);
        foreach (var item in items)
        {
            left -= texts(item).Sum(text => BytesAroundText + Encoding.UTF8.GetByteCount(SecurityElement.Escape(text)));
            if (left < 0)
                break;
            fitting.Add(item);
        }

        return fitting;
    }
}

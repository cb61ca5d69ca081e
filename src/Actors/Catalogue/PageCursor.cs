using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Transfers;

namespace Orchestrator.Actors.Catalogue;

/// <summary>
/// A place in a sorted list of transfers: after the one that has this value, time of acceptance and id. Opaque outside.
/// </summary>
internal sealed record PageCursor(TransferOrder Order, bool Descending, string? Value, long Created, string Id)
{
    private const int MaxLength = 16_384;

    public string Column => Order switch
    {
        TransferOrder.Updated => "updated",
        TransferOrder.Size => "size",
        TransferOrder.Priority => "priority",
        TransferOrder.Peer => "peer",
        TransferOrder.Name => "name",
        _ => "created",
    };

    /// <summary>What comes after this place.</summary>
    public string Condition => Id.Length == 0 ? "1"
        : Order == TransferOrder.Created ? $"(created, id) {Comparison} (@atCreated, @atId)"
        : $"({Column}, created, id) {Comparison} (@atValue, @atCreated, @atId)";

    public string OrderBy => Order == TransferOrder.Created ? $"created {Direction}, id {Direction}" : $"{Column} {Direction}, created {Direction}, id {Direction}";

    /// <summary>The value as the column holds it.</summary>
    public object? At => IsText || Value is null ? Value : long.Parse(Value, CultureInfo.InvariantCulture);

    private bool IsText => Order is TransferOrder.Peer or TransferOrder.Name;

    private string Comparison => Descending ? "<" : ">";

    private string Direction => Descending ? "DESC" : "ASC";

    /// <summary>Reads a cursor of that order; null: it is none. Without a text it is the list's beginning.</summary>
    public static PageCursor? Parse(string? text, TransferOrder order, bool descending)
    {
        var start = new PageCursor(order, descending, null, 0, "");
        if (text is null)
            return start;
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        if (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('|', 4) is not [var kind, var created, var id, var value] || kind != start.Kind)
            return null;
        if (!long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || !TransferId.IsValid(id))
            return null;
        return start.IsText || long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? start with { Value = value, Created = ticks, Id = id }
            : null;
    }

    /// <summary>The place of that transfer in the list of that order.</summary>
    public static PageCursor Of(TransferView transfer, TransferOrder order, bool descending) => new(
        order,
        descending,
        order switch
        {
            TransferOrder.Updated => Text(transfer.UpdatedAt.UtcTicks),
            TransferOrder.Size => Text(transfer.Size),
            TransferOrder.Priority => Text(transfer.Priority),
            TransferOrder.Peer => transfer.Peer,
            TransferOrder.Name => transfer.Name.ToLowerInvariant(),
            _ => Text(transfer.CreatedAt.UtcTicks),
        },
        transfer.CreatedAt.UtcTicks,
        transfer.Id);

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('|', Kind, Text(Created), Id, Value)));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private string Kind => $"{Order}{(Descending ? "-" : "+")}";
}

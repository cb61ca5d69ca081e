using System.Collections.Immutable;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api.Events;

/// <summary>
/// The last events of the daemon in memory, so that many readers cost one reading of the journal. Whoever is further behind reads the
/// journal itself.
/// </summary>
internal sealed class EventHub
{
    private const int Kept = 4096;

    private readonly Lock _lock = new();
    private readonly List<HistoryEvent> _recent = [];
    private TaskCompletionSource _changed = New();
    private long? _from;

    /// <summary>The cursor of the newest event.</summary>
    public long Last { get; private set; }

    /// <summary><see cref="Last"/> is known.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_lock)
                return _from is not null;
        }
    }

    /// <summary>The running transfers that moved lately, and how often that was told.</summary>
    public (ImmutableArray<TransferView> Running, long Number) Progress { get; private set; } = ([], 0);

    /// <summary>Ends at the next event or progress; take it before reading.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>All events after this cursor will be told.</summary>
    public void Begin(long cursor)
    {
        lock (_lock)
        {
            _recent.Clear();
            (_from, Last) = (cursor, cursor);
        }

        Wake();
    }

    /// <summary>These are the next ones; what was told before, since it was asked for twice, is not told again.</summary>
    public void Add(AdminProtocol.Events events)
    {
        lock (_lock)
        {
            _recent.AddRange(events.Items.Where(happened => happened.Cursor > Last));
            Last = Math.Max(Last, events.Next);
            if (_recent.Count > 2 * Kept)
            {
                _from = _recent[^(Kept + 1)].Cursor;
                _recent.RemoveRange(0, _recent.Count - Kept);
            }
        }

        if (!events.Items.IsEmpty)
            Wake();
    }

    /// <summary>These run.</summary>
    public void Add(AdminProtocol.Progress progress)
    {
        Progress = (progress.Running, Progress.Number + 1);
        Wake();
    }

    /// <summary>The events after a cursor, the oldest first; null: only the journal can tell.</summary>
    public AdminProtocol.Events? After(long cursor, int limit)
    {
        lock (_lock)
        {
            // Ahead of what is known here: it may be of another journal.
            if (_from is null || cursor < _from || cursor > Last)
                return null;
            var first = _recent.FindIndex(happened => happened.Cursor > cursor);
            var items = first < 0 ? [] : _recent.GetRange(first, Math.Min(limit, _recent.Count - first)).ToImmutableArray();
            return new AdminProtocol.Events(null, items, items.IsEmpty ? Last : items[^1].Cursor);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, New());
        changed.SetResult();
    }
}

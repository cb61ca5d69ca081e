using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Api.Events;

/// <summary>
/// Writes events to one reader as fast as it reads. What it has not read waits in the journal, not in memory; a reader that falls
/// too far behind is told of a gap and goes on with what is new.
/// </summary>
/// <param name="reader">Where events come from.</param>
/// <param name="output">The reader's end; it holds back when the reader is slow.</param>
/// <param name="transfer">Only of this transfer; null: of all.</param>
/// <param name="follow">Wait for what comes; otherwise it ends with the last event that there is.</param>
internal sealed class EventStream(EventReader reader, PipeWriter output, string? transfer, bool follow)
{
    /// <summary>Events that a reader who had caught up may fall behind.</summary>
    public const int MaxLag = 10_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Writes the events after <paramref name="from"/> (null: from now on), until <paramref name="stop"/> or the end.</summary>
    public async Task RunAsync(long? from, CancellationToken stop)
    {
        var after = from ?? await reader.NewestAsync(stop);
        var (hasCaughtUp, progress) = (from is null, reader.Hub.Progress.Number);
        // So that a client that saw nothing yet still knows where to go on.
        Write($"retry: 2000\nid: {after}\n\n");
        while (true)
        {
            var changed = reader.Hub.Changed;
            if (hasCaughtUp && reader.Hub.Last - after > MaxLag)
            {
                WriteEvent("gap", reader.Hub.Last, new AdminProtocol.Gap(after, reader.Hub.Last), ApiJson.Default.Gap);
                after = reader.Hub.Last;
            }

            var events = await (follow ? reader.NextAsync(after) : reader.CommittedAsync(after));
            // Events of the gap that are kept come after it: who breaks off between is told of both again.
            if (events.Missed is { } gap)
                WriteEvent("gap", events.Items.IsEmpty ? events.Next : null, gap, ApiJson.Default.Gap);
            foreach (var happened in events.Items.Where(happened => transfer is null || happened.TransferId == transfer))
                WriteEvent(happened.Kind, happened.Cursor, happened, ApiJson.Default.HistoryEvent);
            after = events.Next;
            if (!events.Items.IsEmpty)
            {
                await output.FlushAsync(stop);
                continue;
            }

            hasCaughtUp = true;
            if (follow)
                WriteProgress(ref progress);
            await output.FlushAsync(stop);
            if (!follow)
                return;
            await WaitAsync(changed, after, stop);
        }
    }

    private async Task WaitAsync(Task changed, long after, CancellationToken stop)
    {
        try
        {
            await changed.WaitAsync(Heartbeat, stop);
        }
        catch (TimeoutException)
        {
            Write($": nothing new\nid: {after}\n\n");
        }
    }

    private void WriteProgress(ref long last)
    {
        var (running, number) = reader.Hub.Progress;
        if (number == last)
            return;
        last = number;
        var wanted = running.RemoveAll(view => transfer is not null && view.Id != transfer);
        if (!wanted.IsEmpty)
            WriteEvent("progress", null, new AdminProtocol.Progress(wanted), ApiJson.Default.Progress);
    }

    // JSON has no line ends in it, so one data line does.
    private void WriteEvent<T>(string name, long? cursor, T data, JsonTypeInfo<T> type)
    {
        if (cursor is { } id)
            Write(string.Create(CultureInfo.InvariantCulture, $"id: {id}\n"));
        Write($"event: {name}\ndata: ");
        output.Write(JsonSerializer.SerializeToUtf8Bytes(data, type));
        Write("\n\n");
    }

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}

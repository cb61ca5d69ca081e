using System.Globalization;
using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Roads;

namespace Orchestrator.Host.Client;

/// <summary>All about one transfer, a line per fact; facts not yet known are left out.</summary>
internal static class TransferDetails
{
    public static void Print(TransferView transfer, bool json)
    {
        if (json)
        {
            TransferJson.Print(transfer);
            return;
        }

        Line("id", transfer.Id);
        Line("state", transfer.State.ToString());
        Line("reason", transfer.Reason);
        Line("", transfer.Detail);
        Line("direction", transfer.Direction.ToString().ToLowerInvariant());
        Line("account", transfer.Account);
        Line("peer", transfer.Peer);
        Line("name", transfer.Name);
        Line("path", transfer.Path);
        Line("description", transfer.Description);
        Line("size", Count(transfer.Size));
        Line("offset", Count(transfer.Offset));
        Line("resumed at", transfer.ResumedAt == 0 ? null : Count(transfer.ResumedAt));
        Line("sessions", transfer.Sessions.ToString(CultureInfo.InvariantCulture));
        Line("road", transfer.Road);
        Line("confirmed by", transfer.ConfirmedBy);
        Line("sha-256", transfer.Sha256);
        Line("created", Time(transfer.CreatedAt));
        Line("updated", Time(transfer.UpdatedAt));
        Line("next attempt", Time(transfer.NextAttemptAt));
        Line("deadline", Time(transfer.Deadline));
        Line("remote id", transfer.RemoteId);
        Line("priority", transfer.Priority == 0 ? null : transfer.Priority.ToString(CultureInfo.InvariantCulture));
        Line("max rate", transfer.MaxRate is { } limit ? $"{Units.Bytes(limit)}/s" : null);
        Line("roads", transfer.Roads?.Name());
        Line("rate", transfer.Rate is { } rate ? $"{Units.Bytes(rate)}/s" : null);
        Line("eta", Time(transfer.Eta));
        SessionTable.Print(transfer.SessionHistory ?? []);
    }

    private static void Line(string title, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Console.WriteLine($"{title,-13} {Printable.Of(value)}");
    }

    private static string Count(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes} ({Units.Bytes(bytes)})");

    public static string? Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Client;

/// <summary>The sessions of a transfer: a line of columns each, and below it why it went so and what failed.</summary>
internal static class SessionTable
{
    private const string Row = "{0,3}  {1,-20}  {2,-10}  {3,-25}  {4,8} {5,8} {6,8} {7,8} {8,8} {9,8}  {10}";
    private static readonly CompositeFormat Format = CompositeFormat.Parse(Row);

    public static void Print(IReadOnlyList<SessionView> sessions)
    {
        if (sessions.Count == 0)
            return;
        Console.WriteLine();
        Line("#", "Started", "Road", "Bytes", "Discover", "Offer", "Connect", "Activate", "Stream", "Verify", "Ended (phases in ms)");
        foreach (var session in sessions)
        {
            var phases = session.Phases;
            Line(
                session.Number, TransferDetails.Time(session.StartedAt), session.Road ?? "-", Bytes(session),
                Ms(phases.Discover), Ms(phases.Offer), Ms(phases.Connect), Ms(phases.Activate), Ms(phases.Stream), Ms(phases.Verify),
                session.EndedAt is null ? "runs" : session.Reason ?? "in good order");
            Note("with", session.Peer);
            Note("through", session.Proxy);
            Note("chosen by", session.Why);
            foreach (var failed in session.Failed)
                Note("failed", failed.Streamhost is null ? $"{failed.Road}: {failed.Why}" : $"{failed.Road} {failed.Streamhost}: {failed.Why}");
            Note("ended", session.Detail);
        }
    }

    private static string Bytes(SessionView session) => session.FromOffset is { } from
        ? string.Create(CultureInfo.InvariantCulture, $"{from}-{session.ToOffset}")
        : "-";

    private static string Ms(long? ms) => ms?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static void Line(params object?[] cells) => Console.WriteLine(string.Format(CultureInfo.InvariantCulture, Format, cells).TrimEnd());

    private static void Note(string title, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Console.WriteLine($"     {title,-10} {Printable.Of(value)}");
    }
}

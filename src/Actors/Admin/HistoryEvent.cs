using System.Text.Json;

namespace Orchestrator.Actors.Admin;

/// <summary>One event of a transfer as the journal holds it.</summary>
/// <param name="Cursor">Its place among all events of the daemon; grows.</param>
/// <param name="TransferId">Whose.</param>
/// <param name="At">When.</param>
/// <param name="By">Who brought it about: <c>api</c>, <c>peer</c>, <c>session</c>, <c>timer</c>, <c>recovery</c>, <c>shutdown</c>, or <c>xmpp:</c> and the JID of who commanded it.</param>
/// <param name="Kind">What: the manifest, such as <c>session-started</c>; the list is in docs/architecture.md.</param>
/// <param name="Data">All of it, an object: also session, reason, detail, offset, road where it has them.</param>
public sealed record HistoryEvent(long Cursor, string TransferId, DateTimeOffset At, string By, string Kind, JsonElement Data);

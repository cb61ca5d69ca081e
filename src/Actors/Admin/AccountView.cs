using Orchestrator.Actors.Roads;

namespace Orchestrator.Actors.Admin;

/// <summary>One account as the outside sees it.</summary>
/// <param name="Jid">The bare JID.</param>
/// <param name="IsComponent">An external component (XEP-0114).</param>
/// <param name="State">How it is connected.</param>
/// <param name="Detail">Why, and what happens next, in words; null while all is well.</param>
/// <param name="Since">When it came into this state.</param>
/// <param name="BoundJid">The full JID of its session, or null.</param>
/// <param name="Inbox">Where its files are received; null: it receives nothing.</param>
/// <param name="Roads">The roads that its transfers may take.</param>
public sealed record AccountView(
    string Jid, bool IsComponent, AccountState State, string? Detail, DateTimeOffset Since, string? BoundJid, string? Inbox, RoadPolicy Roads);

namespace Orchestrator.Xmpp;

/// <summary>An open stream.</summary>
/// <param name="Jid">The full JID that the server bound, or the component's JID.</param>
/// <param name="Resumed">Whether the previous session goes on (XEP-0198 §5): presence and pending requests still stand.</param>
public sealed record ConnectResult(Jid Jid, bool Resumed);

namespace Orchestrator.Xmpp.Disco;

/// <summary>An item of an entity (XEP-0030 §4), such as a service of a server.</summary>
/// <param name="Jid">Its address.</param>
/// <param name="Node">The node of that address, if any.</param>
/// <param name="Name">A name for humans, if any.</param>
public sealed record DiscoItem(Jid Jid, string? Node = null, string? Name = null);

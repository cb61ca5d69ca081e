namespace Orchestrator.Xmpp.Disco;

/// <summary>What an entity is (XEP-0030 §3.1), such as <c>proxy/bytestreams</c>.</summary>
/// <param name="Category">The registered category, such as <c>client</c>.</param>
/// <param name="Type">The type within the category, such as <c>bot</c>.</param>
/// <param name="Name">A name for humans, if any.</param>
public sealed record DiscoIdentity(string Category, string Type, string? Name = null);

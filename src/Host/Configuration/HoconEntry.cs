namespace Orchestrator.Host.Configuration;

/// <summary>A key as it stands in a HOCON text.</summary>
/// <param name="Path">Dotted path from the root; elements of an array as <c>accounts[0].jid</c>.</param>
/// <param name="Line">The key's line, from 1.</param>
/// <param name="Kind">What its value is.</param>
internal sealed record HoconEntry(string Path, int Line, HoconKind Kind);

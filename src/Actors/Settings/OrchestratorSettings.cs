using System.Collections.Immutable;

namespace Orchestrator.Actors.Settings;

/// <summary>Everything the actors are told at start. Read from HOCON and checked by the host.</summary>
/// <param name="DataDir">Absolute folder of the database and the lock.</param>
/// <param name="Accounts">The XMPP accounts and components, at least one, JIDs distinct.</param>
/// <param name="S5b">SOCKS5 bytestreams.</param>
/// <param name="Transfer">The life of a transfer.</param>
/// <param name="Oob">Files at URLs of ours; null: none are offered.</param>
public sealed record OrchestratorSettings(
    string DataDir, ImmutableArray<AccountSettings> Accounts, S5bSettings S5b, TransferSettings Transfer, OobSettings? Oob = null);

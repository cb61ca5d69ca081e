using System.Collections.Immutable;
using Orchestrator.Actors.Accounts;

namespace Orchestrator.Actors.Transfers;

/// <summary>What bears on a transfer and only its parent knows.</summary>
/// <param name="Ahead">How many go before it to a slot; null: it does not wait for one.</param>
/// <param name="Active">Sessions of senders that run.</param>
/// <param name="Receiving">Sessions of receivers that run.</param>
/// <param name="Draining">No session begins.</param>
/// <param name="Accounts">The configured accounts.</param>
public sealed record HouseFacts(int? Ahead, int Active, int Receiving, bool Draining, ImmutableDictionary<string, AccountProtocol.StateChanged> Accounts);

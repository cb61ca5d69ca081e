using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Settings;

namespace Orchestrator.Actors.Admin;

/// <summary>What the one door leads to.</summary>
/// <param name="ByName">The accounts by bare JID.</param>
/// <param name="Accounts">Their parent.</param>
/// <param name="Transfers">The transfers' parent.</param>
/// <param name="Catalogue">The catalogue.</param>
/// <param name="Proxies">The keeper of the proxies.</param>
/// <param name="Settings">The settings in force.</param>
/// <param name="StartedAt">When the daemon started.</param>
/// <param name="Listening">Where the SOCKS5 listener listens.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Logs.</param>
public sealed record AdminServices(
    ImmutableDictionary<string, AccountProtocol.AccountRef> ByName,
    IActorRef Accounts,
    IActorRef Transfers,
    IActorRef Catalogue,
    IActorRef Proxies,
    OrchestratorSettings Settings,
    DateTimeOffset StartedAt,
    string Listening,
    TimeProvider Time,
    ILogger<AdminActor> Log);

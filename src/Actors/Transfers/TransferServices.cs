using System.Collections.Immutable;
using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Http;

namespace Orchestrator.Actors.Transfers;

/// <summary>What every transfer needs of the house.</summary>
/// <param name="Settings">Times and limits.</param>
/// <param name="S5b">Bytestreams.</param>
/// <param name="Accounts">The accounts by bare JID.</param>
/// <param name="Listener">Our own streamhost.</param>
/// <param name="Proxies">The SOCKS5 proxies.</param>
/// <param name="Fetcher">Fetches from URLs of peers.</param>
/// <param name="Served">What we offer at URLs of ours; null: nothing can be.</param>
/// <param name="Catalogue">Where the outside looks transfers up.</param>
/// <param name="Materializer">Runs the graphs.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Logs.</param>
public sealed record TransferServices(
    TransferSettings Settings,
    S5bSettings S5b,
    ImmutableDictionary<string, AccountProtocol.AccountRef> Accounts,
    IActorRef Listener,
    IActorRef Proxies,
    HttpFetcher Fetcher,
    ServedFiles? Served,
    IActorRef Catalogue,
    IMaterializer Materializer,
    TimeProvider Time,
    ILoggerFactory Loggers);

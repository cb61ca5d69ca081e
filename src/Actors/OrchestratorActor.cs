using System.Collections.Immutable;
using Akka.Actor;
using Akka.Streams;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Catalogue;
using Orchestrator.Actors.Door;
using Orchestrator.Actors.Proxies;
using Orchestrator.Actors.Sessions;
using Orchestrator.Actors.Settings;
using Orchestrator.Actors.Transfers;
using Orchestrator.Streams.Http;
using Orchestrator.Streams.Socks5;

namespace Orchestrator.Actors;

/// <summary>
/// The root of the house. Makes the listener, the catalogue and the accounts, then the transfers and the admin; ends them in
/// the order that loses nothing: first the transfers, then the accounts.
/// </summary>
public sealed class OrchestratorActor : ReceiveActor, IWithStash
{
    private readonly IActorRef _accounts;
    private IActorRef _transfers = ActorRefs.Nobody;
    private IActorRef _admin = ActorRefs.Nobody;
    private IActorRef _door = ActorRefs.Nobody;

    /// <summary>Starts everything.</summary>
    public OrchestratorActor(OrchestratorSettings settings, Socks5Listener socks5, CatalogueStore store, ImmutableArray<string> unfinished, HttpFetcher fetcher, ServedFiles? served, TimeProvider time, ILoggerFactory loggers)
    {
        var (s5b, accounts) = (settings.S5b, settings.Accounts);
        var catalogueLog = loggers.CreateLogger<CatalogueActor>();
        // Before the catalogue's actor owns the store.
        var disabled = SwitchedOff.Of(store);
        Context.ActorOf(Props.Create(() => new StreamReaper()), "reaper");
        var listener = Context.ActorOf(Props.Create(() => new ListenerActor(socks5, s5b)), "listener");
        var keepFinished = settings.Transfer.KeepFinished;
        var catalogue = Context.ActorOf(Props.Create(() => new CatalogueActor(store, keepFinished, time, catalogueLog)), "catalogue");
        var (proxySettings, dataDir, timeout, proxiesLog) = (s5b.Proxies, settings.DataDir, settings.Transfer.NegotiationTimeout, loggers.CreateLogger<ProxiesActor>());
        var proxies = Context.ActorOf(Props.Create(() => new ProxiesActor(proxySettings, dataDir, timeout, time, proxiesLog)), "proxies");
        _accounts = Context.ActorOf(Props.Create(() => new AccountsActor(accounts, disabled, catalogue, time, loggers)), "accounts");

        var (startedAt, listening) = (time.GetUtcNow(), socks5.LocalEndPoint.ToString());

        Receive<AccountsActor.Accounts>(known =>
        {
            var services = new TransferServices(settings.Transfer, s5b, known.ByName, listener, proxies, fetcher, served, catalogue, Context.System.Materializer(), time, loggers);
            var transfers = Context.ActorOf(Props.Create(() => new TransfersActor(services, unfinished)), "transfers");
            _transfers = Context.Watch(transfers);
            var house = new AdminServices(known.ByName, _accounts, transfers, catalogue, proxies, settings, startedAt, listening, time, loggers.CreateLogger<AdminActor>());
            _admin = Context.ActorOf(Props.Create(() => new AdminActor(house)), "admin");
            var (admin, doorLog) = (_admin, loggers.CreateLogger<DoorActor>());
            _door = Context.ActorOf(Props.Create(() => new DoorActor(admin, doorLog)), "door");
            Become(Running);
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    /// <summary>Asks for the admin's reference.</summary>
    public sealed record GetAdmin;

    /// <summary>Ends everything in good order, then stops.</summary>
    public sealed record Shutdown;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    // Begun anew, they would have lost what only their memory holds, and one of them its database; so a message that they could not bear
    // is all that is lost.
    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Resume);

    private void Running()
    {
        Receive<GetAdmin>(_ => Sender.Tell(_admin));
        Receive<AccountProtocol.Incoming>(iq => (DoorActor.IsFor(iq) ? _door : _transfers).Forward(iq));
        Receive<AccountProtocol.StateChanged>(_transfers.Forward);
        Receive<Shutdown>(_ => _transfers.Tell(new TransferProtocol.Shutdown()));
        Receive<Terminated>(gone =>
        {
            if (gone.ActorRef.Equals(_transfers))
            {
                Context.Watch(_accounts);
                _accounts.Tell(new AccountActor.Shutdown());
            }
            else
            {
                Context.Stop(Self);
            }
        });
    }
}

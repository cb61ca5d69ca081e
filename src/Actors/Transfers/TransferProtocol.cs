using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Admin;
using Orchestrator.Streams.Files;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.OutOfBand;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Transfers;

/// <summary>What transfers, their parent and the rest of the house say to each other.</summary>
public static class TransferProtocol
{
    /// <summary>
    /// A submit whose file was looked at: <paramref name="Source"/>, or why it cannot be sent. Answered as
    /// <see cref="AdminProtocol.Submit"/> is.
    /// </summary>
    public sealed record Submit(AdminProtocol.Submit Request, string Account, SourceFile? Source, string? Fault, string? FaultCode);

    /// <summary>A peer offers a file; the asker is owed one <see cref="IqAnswer"/>.</summary>
    public sealed record Offer(AccountProtocol.Incoming Iq, SiOffer Si);

    /// <summary>A peer has a file at a URL. An asker, if there is one, is owed one <see cref="IqAnswer"/> once the file is in place.</summary>
    public sealed record UrlOffer(AccountProtocol.AccountRef Account, Jid From, OobQuery Query);

    /// <summary>An IQ in our own namespace; the asker is owed one <see cref="IqAnswer"/>.</summary>
    public sealed record PeerWord(AccountProtocol.Incoming Iq);

    /// <summary>
    /// A transfer asks its parent for the right to begin a session with a peer (bare), as the sender, or to fetch from a URL; told
    /// again, its place changes.
    /// </summary>
    public sealed record WantSlot(string Account, string Peer, int Priority, DateTimeOffset Since, bool Fetches);

    /// <summary>If the transfer waits for a slot, it does so with another priority now.</summary>
    public sealed record Reprioritised(int Priority);

    /// <summary>Asks a transfer for its <see cref="Explanation"/>, with what it cannot know itself.</summary>
    public sealed record Explain(HouseFacts House);

    /// <summary>Asks the parent how much there is to do; answered with <see cref="Load"/>.</summary>
    public sealed record GetLoad;

    /// <summary>How much there is to do.</summary>
    /// <param name="Draining">No session begins.</param>
    /// <param name="Queued">Transfers that wait for a slot.</param>
    /// <param name="Active">Outgoing sessions.</param>
    /// <param name="Receiving">Incoming sessions.</param>
    /// <param name="Live">Transfers in memory.</param>
    public sealed record Load(bool Draining, int Queued, int Active, int Receiving, int Live);

    /// <summary>The right to begin a session, and the roads that failed with the peer lately.</summary>
    public sealed record SlotGranted(ImmutableDictionary<string, DateTimeOffset> FailedRoads);

    /// <summary>Roads led nowhere with a peer.</summary>
    public sealed record RoadsFailed(string Peer, ImmutableArray<string> Roads);

    /// <summary>A road carried bytes to a peer.</summary>
    public sealed record RoadWorked(string Peer, string Road);

    /// <summary>A receiving transfer has begun a session that its sender began; it may have had its slot since the offer came.</summary>
    public sealed record SlotTaken;

    /// <summary>What was offered to a transfer begins no session, and none is under way: it takes no slot.</summary>
    public sealed record OfferRefused;

    /// <summary>The session is over, another may begin.</summary>
    public sealed record SlotFree;

    /// <summary>An unfinished transfer from a peer that is no Orchestrator, known by what its offers would repeat.</summary>
    public sealed record ForeignPartial(string Key, string Id);

    /// <summary>
    /// A transfer has nothing more to do and can be put to sleep; told back to it, it stops, unless something came in between:
    /// then it answers <see cref="Awake"/>.
    /// </summary>
    public sealed record Sleep;

    /// <summary>The transfer has something to do after all.</summary>
    public sealed record Awake;

    /// <summary>A peer has something at a URL of which an earlier transfer, this one, has ended: it is for another transfer.</summary>
    public sealed record UrlAgain(string EndedId, UrlOffer Offer);

    /// <summary>Ends sessions, makes what arrived durable, then stops.</summary>
    public sealed record Shutdown;
}

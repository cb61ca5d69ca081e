using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Files;
using Orchestrator.Streams.Http;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.StreamInitiation;

namespace Orchestrator.Actors.Sessions;

/// <summary>What one session of a sender out of band is about.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Source">The file.</param>
/// <param name="File">What a peer that is an Orchestrator is told of it, but for its hash.</param>
/// <param name="Sha256">Its hash, if known.</param>
/// <param name="Peer">The full JID that is to fetch it.</param>
/// <param name="PeerConfirms">The peer is an Orchestrator.</param>
/// <param name="Account">The account that sends.</param>
/// <param name="Served">Where it is offered.</param>
/// <param name="MaxRate">Bytes per second; null: no limit.</param>
/// <param name="Settings">How long the peer may take.</param>
/// <param name="Time">The clock.</param>
public sealed record ServePlan(
    int Session, SourceFile Source, FileOffer File, string? Sha256, Jid Peer, bool PeerConfirms, AccountProtocol.AccountRef Account,
    ServedFiles Served, long? MaxRate, TransferSettings Settings, TimeProvider Time);

using Orchestrator.Actors.Accounts;
using Orchestrator.Actors.Roads;
using Orchestrator.Actors.Settings;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Negotiation;

/// <summary>What one session of a receiver is about.</summary>
/// <param name="Session">The session's number.</param>
/// <param name="Sid">Its stream id.</param>
/// <param name="Sender">The full JID that offered the file.</param>
/// <param name="Receiver">The full JID that it was offered to.</param>
/// <param name="Range">What we asked for.</param>
/// <param name="SenderDigests">The sender is an Orchestrator.</param>
/// <param name="Account">The account that receives.</param>
/// <param name="S5b">Timeout and stagger of the attempts.</param>
/// <param name="Roads">Which roads may be taken; a streamhost of another is not connected to.</param>
/// <param name="StepTimeout">How long each step may take.</param>
public sealed record TargetPlan(
    int Session, string Sid, Jid Sender, Jid Receiver, ByteRange Range, bool SenderDigests,
    AccountProtocol.AccountRef Account, S5bSettings S5b, RoadPolicy Roads, TimeSpan StepTimeout);

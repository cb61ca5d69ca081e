using System.Collections.Immutable;
using Orchestrator.Actors.Roads;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Settings;

/// <summary>One account: how it connects, and what it receives from whom.</summary>
/// <param name="Xmpp">Where and how to connect.</param>
/// <param name="Inbox">Absolute folder for received files; null: this account receives nothing.</param>
/// <param name="AcceptFrom">
/// Who may send: bare JIDs, domains (<c>example.org</c>) or <c>*@example.org</c>; <c>*</c> is everybody. Empty: nobody.
/// </param>
/// <param name="MaxSize">The largest file accepted, in bytes.</param>
/// <param name="Roads">Which roads its transfers may take.</param>
public sealed record AccountSettings(XmppOptions Xmpp, string? Inbox, ImmutableArray<string> AcceptFrom, long MaxSize, RoadPolicy Roads = RoadPolicy.Any)
{
    /// <summary>Whether a URL in a message (XEP-0066 §3) is fetched, as one in an IQ is.</summary>
    public bool UrlsInMessages { get; init; }

    /// <summary>Who may command the daemon by ad-hoc commands (XEP-0050) to this account: bare or full JIDs. Empty: nobody.</summary>
    public ImmutableHashSet<Jid> Admins { get; init; } = [];
}

using System.Xml.Linq;

namespace Orchestrator.Xmpp.StreamInitiation;

/// <summary>The errors of stream initiation (XEP-0095 §4.2).</summary>
public static class SiErrors
{
    private static readonly XName _noValidStreams = Ns.StreamInitiation + "no-valid-streams";
    private static readonly XName _badProfile = Ns.StreamInitiation + "bad-profile";

    /// <summary>None of the offered stream methods is usable here.</summary>
    public static StanzaError NoValidStreams { get; } = With(_noValidStreams);

    /// <summary>The profile is unknown, or its element is not there exactly once.</summary>
    public static StanzaError BadProfile { get; } = With(_badProfile);

    /// <summary>The offer is declined (XEP-0095 §3.2); the text may tell why.</summary>
    public static StanzaError Declined(string? reason = null) => StanzaError.Forbidden(reason ?? "Offer Declined");

    /// <summary>Whether a peer's error is <see cref="NoValidStreams"/>, of whatever type.</summary>
    public static bool IsNoValidStreams(StanzaError error) => error.Application?.Name == _noValidStreams;

    /// <summary>Whether a peer's error is <see cref="BadProfile"/>, of whatever type.</summary>
    public static bool IsBadProfile(StanzaError error) => error.Application?.Name == _badProfile;

    private static StanzaError With(XName condition) =>
        StanzaError.BadRequest(application: new XElement(condition)) with { Type = StanzaErrorType.Cancel };
}

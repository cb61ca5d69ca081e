using System.Collections.Immutable;

namespace Orchestrator.Host.Api;

/// <summary>A filter in a body: the same names as in the query of a list.</summary>
/// <param name="State">Only these states.</param>
/// <param name="Direction">outgoing or incoming.</param>
/// <param name="Account">Of this account.</param>
/// <param name="Peer">With this peer.</param>
/// <param name="Road">Whose last road was this.</param>
/// <param name="Reason">Whose last failure has this code.</param>
/// <param name="Q">Part of name, path, peer, description or id.</param>
/// <param name="CreatedAfter">Accepted then or later.</param>
/// <param name="CreatedBefore">Accepted before.</param>
/// <param name="UpdatedBefore">Not changed since.</param>
/// <param name="Stuck">Only those that need a look.</param>
internal sealed record FilterRequest(
    ImmutableArray<string>? State = null,
    string? Direction = null,
    string? Account = null,
    string? Peer = null,
    string? Road = null,
    string? Reason = null,
    string? Q = null,
    DateTimeOffset? CreatedAfter = null,
    DateTimeOffset? CreatedBefore = null,
    DateTimeOffset? UpdatedBefore = null,
    bool? Stuck = null);

using System.Collections.Immutable;

namespace Orchestrator.Actors.Admin;

// One command for many transfers.
public static partial class AdminProtocol
{
    /// <summary>
    /// Does <see cref="Act"/> or <see cref="Adjust"/> to every transfer that the filter lets through and that has not ended. Answered with
    /// <see cref="ActedOnAll"/> when all are done, or <see cref="Refused"/> (<c>confirm-required</c>,
    /// <c>bad-filter</c>, <c>bad-adjustment</c>, <c>bulk-running</c>).
    /// </summary>
    /// <param name="Filter">Which.</param>
    /// <param name="Action">What to do, or null when it is an adjustment.</param>
    /// <param name="Adjust">What to change, or null when it is an action; its id is not looked at.</param>
    /// <param name="DryRun">Only tell which they are.</param>
    /// <param name="Confirm">An empty filter is meant.</param>
    public sealed record ActOnAll(TransferFilter Filter, TransferAction? Action, Adjust? Adjust, bool DryRun, bool Confirm)
    {
        /// <summary>Who asks, as the histories will say.</summary>
        public string By { get; init; } = "api";
    }

    /// <summary>What became of it.</summary>
    /// <param name="Matched">Transfers that the filter let through.</param>
    /// <param name="Changed">Those that did it; 0 after a dry run.</param>
    /// <param name="RefusedCount">Those that did not.</param>
    /// <param name="Refused">The first 100 of these.</param>
    /// <param name="Ids">The first 100 that matched.</param>
    public sealed record ActedOnAll(int Matched, int Changed, int RefusedCount, ImmutableArray<RefusedOne> Refused, ImmutableArray<string> Ids);

    /// <summary>A transfer that did not do it, and why.</summary>
    public sealed record RefusedOne(string Id, string Code, string Detail);
}

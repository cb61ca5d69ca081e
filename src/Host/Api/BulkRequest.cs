namespace Orchestrator.Host.Api;

/// <summary>The body of <c>POST /v1/transfers/actions</c>.</summary>
/// <param name="Action">pause, resume, cancel, retry or adjust.</param>
/// <param name="Filter">Which transfers; those that have ended are left alone.</param>
/// <param name="Adjust">What to change, with adjust.</param>
/// <param name="DryRun">Only tell which they are.</param>
/// <param name="Confirm">An empty filter is meant: all of them.</param>
internal sealed record BulkRequest(string Action, FilterRequest? Filter = null, AdjustRequest? Adjust = null, bool DryRun = false, bool Confirm = false);

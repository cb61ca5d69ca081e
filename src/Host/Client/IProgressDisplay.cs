using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Client;

/// <summary>Where a transfer's progress is shown.</summary>
internal interface IProgressDisplay
{
    /// <summary>What the daemon just said.</summary>
    void Show(TransferView transfer);

    /// <summary>The daemon did not answer; it is asked again.</summary>
    void DaemonIsAway();
}

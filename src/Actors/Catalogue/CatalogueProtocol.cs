using Orchestrator.Actors.Admin;

namespace Orchestrator.Actors.Catalogue;

/// <summary>What the catalogue understands beside the queries of <see cref="AdminProtocol"/>.</summary>
public static class CatalogueProtocol
{
    /// <summary>How a transfer looks now; what came before is forgotten.</summary>
    /// <param name="Transfer">The view.</param>
    /// <param name="SequenceNr">The last event that it contains.</param>
    /// <param name="IsFinal">Nothing more will happen to it.</param>
    public sealed record Put(TransferView Transfer, long SequenceNr, bool IsFinal);
}

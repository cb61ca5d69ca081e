using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Catalogue;

namespace Orchestrator.Actors.Accounts;

/// <summary>The accounts that a command has disabled, as the database keeps them over restarts.</summary>
internal static class SwitchedOff
{
    private const string Prefix = "disabled-account:";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    /// <summary>Their bare JIDs.</summary>
    public static ImmutableHashSet<string> Of(CatalogueStore store) =>
        store.Recall(Prefix).Keys.Select(key => key[Prefix.Length..]).ToImmutableHashSet();

    /// <summary>Returns after the commit.</summary>
    public static Task<CatalogueProtocol.Remembered> RememberAsync(IActorRef catalogue, string account, bool enabled) =>
        catalogue.Ask<CatalogueProtocol.Remembered>(new CatalogueProtocol.Remember(Prefix + account, enabled ? null : "1"), _patience);
}

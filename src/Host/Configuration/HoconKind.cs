namespace Orchestrator.Host.Configuration;

/// <summary>What a value in a HOCON text is.</summary>
internal enum HoconKind
{
    /// <summary>A string, number or boolean.</summary>
    Scalar,

    /// <summary><c>[ … ]</c>.</summary>
    Array,

    /// <summary><c>{ … }</c>.</summary>
    Object,

    /// <summary><c>${…}</c>, which may stand for any of the others.</summary>
    Substitution,
}

namespace Orchestrator.Host.Configuration;

/// <summary>What a value in a HOCON text is.</summary>
internal enum HoconKind
{
    /// <summary>A string, number, boolean or substitution.</summary>
    Scalar,

    /// <summary><c>[ … ]</c>.</summary>
    Array,

    /// <summary><c>{ … }</c>.</summary>
    Object,
}

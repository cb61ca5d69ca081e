namespace Orchestrator.Streams.Files;

/// <summary>What a path leads to.</summary>
internal enum FileType
{
    /// <summary>Nothing that could be looked at; opening it will tell why.</summary>
    Unknown,
    Regular,
    Directory,
    Special,
}

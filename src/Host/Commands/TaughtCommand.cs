using System.CommandLine;

namespace Orchestrator.Host.Commands;

/// <summary>A command whose help ends with examples to copy.</summary>
internal sealed class TaughtCommand(string name, string description, string examples) : Command(name, description)
{
    /// <summary>Lines for the shell, each with a comment where it needs one.</summary>
    public string Examples { get; } = examples;
}

using Microsoft.Extensions.Logging;

namespace Orchestrator.Host.Configuration;

/// <summary>What is logged to standard error, and how.</summary>
/// <param name="Level">The least level that is logged.</param>
/// <param name="Json">One JSON object an event, for programs; else a line of text, for people.</param>
internal sealed record LogSettings(LogLevel Level, bool Json);

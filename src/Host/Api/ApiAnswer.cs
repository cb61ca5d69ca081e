namespace Orchestrator.Host.Api;

/// <summary>A good answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">What its JSON holds; null: it is no JSON, or empty.</param>
/// <param name="ContentType">What it is when it is no JSON; null: empty.</param>
internal sealed record ApiAnswer(int Status, string Description, Type? Type = null, string? ContentType = null);

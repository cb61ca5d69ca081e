namespace Orchestrator.Host.Api;

/// <summary>A parameter of the query, or a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="IsRequired">Whether a request without it is refused.</param>
internal sealed record QueryParameter(string Name, string Description, string Type = "string", bool IsRequired = false);

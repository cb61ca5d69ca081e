using System.Collections.Immutable;

namespace Orchestrator.Host.Api;

/// <summary>One thing that the API does: what serves it, who may ask, and what the OpenAPI document tells of it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The route, such as <c>/v1/transfers/{id}</c>.</param>
/// <param name="Role">Who may ask.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Handle">Serves it.</param>
internal sealed record ApiRoute(string Method, string Path, Role Role, string Summary, RequestDelegate Handle)
{
    /// <summary>What may stand in the query; anything else is refused.</summary>
    public ImmutableArray<QueryParameter> Query { get; init; } = [];

    /// <summary>The headers that it understands.</summary>
    public ImmutableArray<QueryParameter> Headers { get; init; } = [];

    /// <summary>What the JSON body holds; null: there is none, or it is no JSON.</summary>
    public Type? Body { get; init; }

    /// <summary>What the body is when it is no JSON.</summary>
    public string? BodyContentType { get; init; }

    /// <summary>Its good answers.</summary>
    public ImmutableArray<ApiAnswer> Answers { get; init; } = [];
}

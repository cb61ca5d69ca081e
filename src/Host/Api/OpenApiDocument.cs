using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;

namespace Orchestrator.Host.Api;

/// <summary>The API told in OpenAPI 3.1, made of the routes and types that serve it.</summary>
internal static partial class OpenApiDocument
{
    private const string Schemas = "#/components/schemas/";

    /// <summary>Serves the document of these routes and of itself.</summary>
    public static ApiRoute Route(IReadOnlyList<ApiRoute> others)
    {
        byte[]? text = null;
        var route = new ApiRoute("GET", "/v1/openapi.json", Role.None, "Tells all of this API, in OpenAPI 3.1", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(text!, context.RequestAborted);
        })
        {
            Answers = [new(200, "The document", ContentType: "application/json")],
        };
        text = Encoding.UTF8.GetBytes(Of([.. others, route]).ToJsonString());
        return route;
    }

    private static JsonObject Of(IReadOnlyList<ApiRoute> routes)
    {
        var paths = new JsonObject();
        foreach (var group in routes.GroupBy(route => route.Path))
            paths[group.Key] = new JsonObject(group.Select(route => KeyValuePair.Create(Method(route), (JsonNode?)Operation(route))));
        var schemas = new JsonObject { [nameof(Problem)] = Schema(typeof(Problem), isBody: false) };
        foreach (var type in routes.Select(route => route.Body).OfType<Type>().Distinct())
            schemas[Name(type)] = Schema(type, isBody: true);
        foreach (var type in routes.SelectMany(route => route.Answers).Select(answer => answer.Type).OfType<Type>().Distinct())
            schemas[Name(type)] = Schema(type, isBody: false);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Orchestrator",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
                ["description"] = "Moves bulk files between XMPP peers. Every error is application/problem+json with a stable code.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
    }

    private static string Method(ApiRoute route) => route.Method switch { "GET" => "get", "POST" => "post", "PATCH" => "patch", "DELETE" => "delete", _ => "head" };

    private static JsonObject Operation(ApiRoute route)
    {
        var operation = new JsonObject { ["summary"] = route.Summary };
        if (route.Role != Role.None)
        {
            operation["description"] = $"Role: {(route.Role == Role.Read ? "read" : "write")}.";
            operation["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() });
        }

        var parameters = PathParameters().Matches(route.Path)
            .Select(match => Parameter("path", new QueryParameter(match.Groups[1].Value, "", IsRequired: true)))
            .Concat(route.Query.Select(parameter => Parameter("query", parameter)))
            .Concat(route.Headers.Select(header => Parameter("header", header)));
        if (new JsonArray([.. parameters]) is { Count: > 0 } all)
            operation["parameters"] = all;
        if (route.Body is { } body)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", body) };
        else if (route.BodyContentType is { } contentType)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(contentType, null) };
        var responses = new JsonObject();
        foreach (var answer in route.Answers)
        {
            var response = new JsonObject { ["description"] = answer.Description };
            if (answer.Type is not null || answer.ContentType is not null)
                response["content"] = Content(answer.ContentType ?? "application/json", answer.Type);
            responses[$"{answer.Status}"] = response;
        }

        responses["default"] = new JsonObject { ["description"] = "What is wrong, and the mend", ["content"] = Content(Problem.ContentType, typeof(Problem)) };
        operation["responses"] = responses;
        return operation;
    }

    private static JsonObject Parameter(string place, QueryParameter parameter)
    {
        var node = new JsonObject { ["name"] = parameter.Name, ["in"] = place, ["schema"] = new JsonObject { ["type"] = parameter.Type } };
        if (parameter.Description.Length > 0)
            node["description"] = parameter.Description;
        if (parameter.IsRequired)
            node["required"] = true;
        return node;
    }

    private static JsonObject Content(string contentType, Type? type) => new()
    {
        [contentType] = type is null ? new JsonObject() : new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Schemas + Name(type) } },
    };

    private static string Name(Type type) => type.IsGenericType ? $"{type.GetGenericArguments()[0].Name}s" : type.Name;

    // A body is read strictly. An answer holds every field, and may hold more in a later version.
    private static JsonNode Schema(Type type, bool isBody) => ApiJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) =>
        {
            if (context.TypeInfo.Type == typeof(TimeSpan))
                return new JsonObject { ["type"] = "number", ["description"] = "Seconds" };
            if (node is not JsonObject { } schema || schema["properties"] is not JsonObject properties)
                return node;
            if (isBody)
            {
                schema["additionalProperties"] = false;
            }
            else
            {
                schema["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Key))]);
            }

            return node;
        },
    });

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameters();
}

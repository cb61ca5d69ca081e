using System.Net;
using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>The document tells what is served, all of it and nothing else. What is in the answers, <see cref="ContractHandler"/> checks in every test.</summary>
public sealed class OpenApiTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Of_every_path_the_methods_that_are_served_are_those_that_are_told()
    {
        var document = await DocumentAsync();
        foreach (var path in document.GetProperty("paths").EnumerateObject().Select(path => path.Name.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), path);
            using var response = await api.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
            // A word in the place of an id, such as actions, is served as an id by the methods that it has not itself.
            string[] methods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];
            response.Content.Headers.Allow.Order().ShouldBe(methods.Where(method => ContractHandler.Operation(document, method, path) is not null), path);
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_operation_tells_what_it_does()
    {
        var document = await DocumentAsync();
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.Value.GetProperty("responses").TryGetProperty("default", out _).ShouldBeTrue();
        }

        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => $"#/components/schemas/{schema.Name}").ToList();
        References(document).ShouldNotBeEmpty();
        References(document).ShouldBeSubsetOf(schemas);
    }

    private static IReadOnlyList<string> References(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => [.. node.EnumerateObject().SelectMany(field =>
            field.Name == "$ref" ? [field.Value.GetString()!] : References(field.Value))],
        JsonValueKind.Array => [.. node.EnumerateArray().SelectMany(References)],
        _ => [],
    };

    private async Task<JsonElement> DocumentAsync()
    {
        using var response = await api.Http.GetAsync("/v1/openapi.json");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ApiFixture.JsonAsync(response);
    }
}

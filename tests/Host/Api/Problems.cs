using System.Text.Json;

namespace Orchestrator.Tests.Host.Api;

/// <summary>What every error of the API must be.</summary>
internal static class Problems
{
    /// <summary>It is a problem of this status and code, and says in words what to do.</summary>
    public static async Task<JsonElement> ShouldBeAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20);
        return problem;
    }
}

using System.Globalization;
using System.Text.Json;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Client;

/// <summary>The wishes of a submission as the query of an upload.</summary>
internal static class UploadQuery
{
    public const string Path = "/v1/transfers/upload";

    public static string Of(SubmitRequest request)
    {
        var wishes = new (string Name, string? Value)[]
        {
            ("peer", request.Peer), ("name", System.IO.Path.GetFileName(request.Path)), ("account", request.Account), ("description", request.Description),
            ("priority", request.Priority?.ToString(CultureInfo.InvariantCulture)), ("deadline", request.Deadline?.ToString("O", CultureInfo.InvariantCulture)),
            ("maxRate", request.MaxRate?.ToString(CultureInfo.InvariantCulture)),
            ("roads", request.Roads is { } roads ? JsonNamingPolicy.KebabCaseLower.ConvertName(roads.ToString()) : null),
        };
        return $"{Path}?{string.Join('&', wishes.Where(wish => wish.Value is not null).Select(wish => $"{wish.Name}={Uri.EscapeDataString(wish.Value!)}"))}";
    }
}

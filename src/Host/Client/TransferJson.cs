using System.Text.Json;
using Orchestrator.Actors.Admin;
using Orchestrator.Host.Api;

namespace Orchestrator.Host.Client;

/// <summary>Transfers as JSON on standard output, a line each, as the API has them.</summary>
internal static class TransferJson
{
    public static void Print(TransferView transfer) =>
        Console.WriteLine(JsonSerializer.Serialize(transfer, ApiJson.Default.TransferView));

    public static void Print(IEnumerable<TransferView> transfers)
    {
        foreach (var transfer in transfers)
            Print(transfer);
    }
}

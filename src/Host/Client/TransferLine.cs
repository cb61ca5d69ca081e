using Orchestrator.Actors.Admin;

namespace Orchestrator.Host.Client;

/// <summary>What became of a transfer, in a line.</summary>
internal static class TransferLine
{
    public static void Print(TransferView transfer, bool json)
    {
        if (json)
            TransferJson.Print(transfer);
        else
            Console.WriteLine($"{transfer.Id} {transfer.State}");
    }
}

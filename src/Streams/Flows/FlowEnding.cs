using Microsoft.Extensions.Logging;

namespace Orchestrator.Streams.Flows;

/// <summary>The end that both directions have in common.</summary>
internal static class FlowEnding
{
    /// <summary>Closes in good order, or after a fault with a reset, so that the peer cannot take a part for the whole.</summary>
    public static async Task CloseAsync(Stream bytestream, FlowState state)
    {
        try
        {
            if (state.Fault is null)
            {
                await bytestream.DisposeAsync();
            }
            else
            {
                Bytestream.Abort(bytestream);
            }
        }
        catch (Exception)
        {
            // Every byte was moved or a fault is known: how the socket went changes neither.
        }
    }

    /// <summary>The end with the fault, if there was one; a hash would then vouch for nothing.</summary>
    public static FlowEnd Of(FlowEnd end, FlowState state, ILogger log)
    {
        if (state.Fault is not { } fault)
        {
            log.Ended(end.Position);
            return end;
        }

        log.Broken(end.Position, fault.Fault, fault.Message, fault.Fault == FlowFault.Internal ? fault : null);
        return end with { Fault = fault.Fault, Detail = fault.Message, Sha256 = null, Md5 = null };
    }
}

using System.Net.Sockets;

namespace Orchestrator.Tests.Interop.Faults;

/// <summary>One connection of a <see cref="Relay"/>: two sockets, and what becomes of the bytes between them.</summary>
internal sealed class RelayedLink(Socket near, Socket far, WireFault? fault, Action struck, Action<int> carried, CancellationToken cut)
{
    /// <summary>Bytes a second on a way that trickles.</summary>
    public const int TrickleRate = 100;

    private volatile bool _isDumb;

    public Task CarryAsync() => Task.WhenAll(
        CarryAsync(near, far, fault is { Way: Way.Out } ? fault : null),
        CarryAsync(far, near, fault is { Way: Way.Back } ? fault : null));

    private async Task CarryAsync(Socket from, Socket to, WireFault? strikes)
    {
        try
        {
            if (await PumpAsync(from, to, strikes?.After ?? long.MaxValue, spoil: false))
                return;
            struck();
            await StrikeAsync(strikes!.Kind, from, to);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever breaks it, both ends notice; unless one of them is not to.
            if (_isDumb && !cut.IsCancellationRequested)
                return;
            near.Close(0);
            far.Close(0);
        }
    }

    /// <summary>Carries so many bytes; true when the way ended before.</summary>
    private async Task<bool> PumpAsync(Socket from, Socket to, long limit, bool spoil)
    {
        var buffer = new byte[64 * 1024];
        while (limit > 0)
        {
            var read = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(limit, buffer.Length)), cut);
            if (read == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return true;
            }

            if (spoil)
                Random.Shared.NextBytes(buffer.AsSpan(0, read));
            await to.SendAsync(buffer.AsMemory(0, read), cut);
            limit -= read;
            carried(read);
        }

        return false;
    }

    private async Task StrikeAsync(WireFaultKind kind, Socket from, Socket to)
    {
        switch (kind)
        {
            case WireFaultKind.Reset:
                near.Close(0);
                far.Close(0);
                break;
            case WireFaultKind.ResetNear or WireFaultKind.ResetFar or WireFaultKind.Stall:
                _isDumb = true;
                if (kind != WireFaultKind.Stall)
                    (kind == WireFaultKind.ResetNear ? near : far).Close(0);
                await Task.Delay(Timeout.Infinite, cut);
                break;
            case WireFaultKind.HangUp:
                near.Shutdown(SocketShutdown.Both);
                far.Shutdown(SocketShutdown.Both);
                break;
            case WireFaultKind.HalfClose:
                to.Shutdown(SocketShutdown.Send);
                while (await from.ReceiveAsync(new byte[64 * 1024], cut) > 0)
                {
                }

                break;
            case WireFaultKind.Trickle:
                await TrickleAsync(from, to);
                break;
            case WireFaultKind.Garbage:
                await PumpAsync(from, to, long.MaxValue, spoil: true);
                break;
        }
    }

    private async Task TrickleAsync(Socket from, Socket to)
    {
        // A tenth of a second's worth at a time.
        var buffer = new byte[TrickleRate / 10];
        int read;
        while ((read = await from.ReceiveAsync(buffer, cut)) > 0)
        {
            await to.SendAsync(buffer.AsMemory(0, read), cut);
            await Task.Delay(TimeSpan.FromSeconds((double)read / TrickleRate), cut);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}

namespace Orchestrator.Streams.InBand;

// A block that bounced (XEP-0047 §2.2: suspend, then retry). Nothing new is sent meanwhile. When all that travelled is
// answered, what has not arrived is sent again in order, one block at a time, for a receiver takes a gap for the end.
internal sealed partial class BlockSender
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private async Task ResumeAsync()
    {
        try
        {
            await Task.Delay(FirstPause, _time, _over.Token);
            List<OutgoingBlock> missing;
            lock (_lock)
            {
                _window = _window.Troubled();
                missing = [.. _unacknowledged.Where(block => !block.IsAcknowledged)];
            }

            foreach (var block in missing)
            {
                await RetryAsync(block);
                lock (_lock)
                {
                    Acknowledge(block);
                }
            }

            lock (_lock)
            {
                _isSuspended = false;
                Signal();
            }
        }
        catch (Exception e)
        {
            Fail(Sorted(e));
        }
    }

    private async Task RetryAsync(OutgoingBlock block)
    {
        var begun = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                await _send(block.Seq, block.Bytes, _over.Token).WaitAsync(_ackTimeout, _time, _over.Token);
                return;
            }
            catch (InBandException e) when (e.Kind == InBandError.Repeated)
            {
                return;
            }
            catch (InBandException e) when (e.Kind == InBandError.Wait)
            {
                if (_time.GetElapsedTime(begun) + pause > _ackTimeout)
                {
                    throw new InBandException(InBandError.Timeout, $"A block could not be delivered within {_ackTimeout.TotalSeconds:0.#} s: {e.Message}", e);
                }
            }
            catch (TimeoutException e)
            {
                throw new InBandException(InBandError.Timeout, $"A block was not acknowledged within {_ackTimeout.TotalSeconds:0.#} s.", e);
            }

            await Task.Delay(pause, _time, _over.Token);
        }
    }
}

using System.Runtime.InteropServices;

namespace Orchestrator.Host.Serving;

/// <summary>SIGTERM and SIGINT: the first asks for an orderly stop, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration _int;
    private int _count;

    public StopSignals()
    {
        _term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => On(context, 143));
        _int = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => On(context, Host.ExitCode.Interrupted));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _term.Dispose();
        _int.Dispose();
        _stop.Dispose();
    }

    private void On(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
            _stop.Cancel();
        else
            Environment.Exit(exitCode);
    }
}

namespace Akka.Actor;

public interface ICancelable
{
    bool IsCancellationRequested { get; }

    CancellationToken Token { get; }

    void Cancel();
}

/// <summary>Something scheduled that can be called off.</summary>
public class Cancelable : ICancelable
{
    private readonly CancellationTokenSource _source = new();

    public Cancelable(IScheduler scheduler) => _ = scheduler;

    public bool IsCancellationRequested => _source.IsCancellationRequested;

    public CancellationToken Token => _source.Token;

    public void Cancel() => _source.Cancel();
}

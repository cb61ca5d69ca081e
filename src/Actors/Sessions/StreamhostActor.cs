using Akka.Actor;
using Orchestrator.Streams.Connections;
using Orchestrator.Streams.Socks5;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Actors.Sessions;

/// <summary>One attempt at one streamhost: connects, greets, and gives its parent the stream or the failure.</summary>
public sealed class StreamhostActor : ReceiveActor
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<CancellationToken, Task<Stream>> _connect;

    /// <summary>The attempt's place in the offer, the streamhost, the digest, which addresses are allowed, and how long it may take.</summary>
    public StreamhostActor(int attempt, Streamhost host, string dstAddr, AddressGuard guard, TimeSpan timeout)
    {
        _connect = ct => Socks5Connector.ConnectAsync(host.Host, host.Port, dstAddr, guard, timeout, ct);
        Receive<Connected>(connected => Report(connected with { Attempt = attempt }));
        Receive<Status.Failure>(failure => Report(new Failed(attempt, $"{host.Host}:{host.Port}: {failure.Cause.Message}")));
    }

    /// <summary>The attempt got through.</summary>
    public sealed record Connected(int Attempt, Stream Stream) : ICarriesStream;

    /// <summary>The attempt failed.</summary>
    public sealed record Failed(int Attempt, string Detail);

    /// <inheritdoc/>
    protected override void PreStart() =>
        _connect(_stopped.Token).PipeTo(Self, ActorRefs.NoSender, stream => new Connected(0, stream), error => new Status.Failure(error));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private void Report(object outcome)
    {
        Context.Parent.Tell(outcome);
        Context.Stop(Self);
    }
}

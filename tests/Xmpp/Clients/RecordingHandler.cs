using System.Collections.Concurrent;
using System.Xml.Linq;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Xmpp.Clients;

/// <summary>Answers as the test says and keeps what came.</summary>
internal sealed class RecordingHandler(Func<IqRequest, CancellationToken, Task<IqAnswer>>? answer = null) : IStanzaHandler
{
    public ConcurrentQueue<XElement> Messages { get; } = new();

    public Task<IqAnswer> OnIqAsync(IqRequest request, CancellationToken cancellation) =>
        answer?.Invoke(request, cancellation) ?? Task.FromResult(IqAnswer.NotHandled);

    public void OnPresence(XElement presence) => throw new InvalidOperationException("A handler that fails.");

    public void OnMessage(XElement message) => Messages.Enqueue(message);
}

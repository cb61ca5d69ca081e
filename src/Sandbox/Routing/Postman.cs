using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Orchestrator.Sandbox.Faults;
using Orchestrator.Sandbox.Sessions;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Routing;

/// <summary>Brings a stanza to a session's queue, unless a fault strikes it.</summary>
internal sealed class Postman(FaultRules faults, TimeProvider time, ILogger log, CancellationToken stop)
{
    private readonly ConcurrentDictionary<Task, byte> _delayed = new();

    /// <summary>Completes when no delayed stanza is under way; soon after <c>stop</c>.</summary>
    public Task WhenIdle => Task.WhenAll(_delayed.Keys);

    public void Deliver(Session sender, Session receiver, XElement stanza) =>
        Deliver(sender.Address, receiver, stanza, sender);

    public void Deliver(Jid sender, Session receiver, XElement stanza) => Deliver(sender, receiver, stanza, null);

    private void Deliver(Jid from, Session receiver, XElement stanza, Session? sender)
    {
        var xml = XmlStreamWriter.Write(stanza);
        var transit = new StanzaInTransit(from, receiver.Address, stanza);
        var fault = faults.Strike(transit);
        if (fault is not null)
            log.FaultStruck(fault, from, receiver.Address);
        switch (fault)
        {
            case null:
                receiver.TrySend(xml);
                break;
            case Fault.Drop:
                break;
            case Fault.Delay delay:
                var task = DeliverLaterAsync(receiver, xml, delay.Time);
                _delayed.TryAdd(task, 0);
                _ = task.ContinueWith(done => _delayed.TryRemove(done, out byte _), TaskScheduler.Default);
                break;
            case Fault.Duplicate:
                receiver.TrySend(xml);
                receiver.TrySend(xml);
                break;
            case Fault.Garble:
                receiver.TrySend(Garbled(xml));
                break;
            case Fault.CutReceiver:
                receiver.Abort();
                break;
            case Fault.CutSender:
                sender?.Abort();
                break;
        }
    }

    private async Task DeliverLaterAsync(Session receiver, string xml, TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, stop);
            receiver.TrySend(xml);
        }
        catch (OperationCanceledException)
        {
            // The server stops; nobody waits for the stanza any more.
        }
    }

    // The stanza with the wrong end tag.
    private static string Garbled(string xml) => xml.EndsWith("/>", StringComparison.Ordinal)
        ? $"{xml[..^2]}></garbled>"
        : $"{xml[..xml.LastIndexOf("</", StringComparison.Ordinal)]}</garbled>";
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Our requests that wait for an answer. Thread-safe.</summary>
/// <param name="self">Our own full JID.</param>
internal sealed class PendingRequests(Jid self)
{
    private readonly ConcurrentDictionary<string, (Jid? To, TaskCompletionSource<XElement> Answer)> _requests = new();
    private volatile XmppException? _failure;

    /// <summary>Registers a request under a new, unpredictable id.</summary>
    public (string Id, Task<XElement> Answer) Add(Jid? to)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var answer = new TaskCompletionSource<XElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[id] = (to, answer);
        if (_failure is { } failure)
            answer.TrySetException(failure);
        return (id, answer.Task);
    }

    /// <summary>Forgets a request, answered or not.</summary>
    public void Remove(string id) => _requests.TryRemove(id, out _);

    /// <summary>Hands a result or error to whoever asked. False if nobody asked that sender, or it is answered already.</summary>
    public bool Complete(XElement iq)
    {
        if (!_requests.TryGetValue((string?)iq.Attribute("id") ?? "", out var request))
            return false;
        var from = (string?)iq.Attribute("from");
        return IsFrom(request.To, from) && request.Answer.TrySetResult(iq);
    }

    /// <summary>Fails all, and all to come.</summary>
    public void Fail(XmppException reason)
    {
        _failure = reason;
        foreach (var request in _requests.Values)
            request.Answer.TrySetException(reason);
    }

    // A server may leave out its name, or give our bare or full JID, when it answers for our account (RFC 6120 §8.1.2.1, §10.3.3).
    private bool IsFrom(Jid? asked, string? from)
    {
        var isOwnServer = asked is null || asked == self.Bare || (asked.IsDomain && asked.Domain == self.Domain && asked.IsBare);
        if (from is null)
            return isOwnServer;
        if (!Jid.TryParse(from, out var sender, out _))
            return false;
        return asked is null
            ? sender == self || sender == self.Bare || (sender.IsDomain && sender.IsBare && sender.Domain == self.Domain)
            : sender == asked;
    }
}

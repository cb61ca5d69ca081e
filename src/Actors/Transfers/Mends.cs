namespace Orchestrator.Actors.Transfers;

/// <summary>What somebody can do about a reason. Pure; docs/operations.md has the longer words.</summary>
internal static class Mends
{
    /// <summary>The mend for the state's last reason, or null where there is nothing but to wait.</summary>
    public static string? For(TransferState state) => state.Reason switch
    {
        "peer-unavailable" => $"Start the client or daemon of {state.Peer}; where its presence cannot be seen, orchestrator retry {state.Id}",
        "peer-unsupported" or "no-common-method" => "The peer, or the roads allowed, lack a common way; see the roads policy (orchestrator show), then submit again.",
        "declined" => $"Have {state.Peer} accept files from {state.Account} (accept-from, max-size), then submit again.",
        "peer-busy" => $"The peer has no slot or no disk space, or has paused it; free that there, then orchestrator retry {state.Id}",
        "no-streamhost" or "connect-timeout" => "No road led to the peer: orchestrator show lists what was tried; check listen, advertise and the proxies, or allow in-band bytestreams.",
        "fetch-failed" => state.Direction == TransferDirection.Outgoing
            ? "The peer cannot fetch from oob.public-url: fetch a URL there by hand from where the peer is."
            : "The sender's server cannot be reached from here, or fails; fetch from it by hand.",
        "url-refused" => "The sender's server does not give the file; have it offered at another URL.",
        "proxy-failed" => "orchestrator proxies shows what is wrong with the proxy.",
        "stream-broken" or "stalled" => "Look at the network between the two; orchestrator show lists the roads of the sessions.",
        "source-missing" or "source-changed" => "The file is no longer what was submitted; submit it again with a new key.",
        "source-unreadable" => $"Make {state.Path} readable for the daemon, then orchestrator retry {state.Id}",
        "disk-full" => $"Free space on the disk of {state.Inbox}.",
        "inbox-unwritable" => $"Make {state.Inbox} writable for the daemon.",
        "hash-mismatch" => "Bytes were damaged on the way or the source changed while it was sent; if it comes again, look at memory and disks.",
        "deadline-passed" => "Submit it again with a later deadline.",
        _ => null,
    };
}

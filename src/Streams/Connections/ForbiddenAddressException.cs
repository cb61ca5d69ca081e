using System.Net;

namespace Orchestrator.Streams.Connections;

/// <summary>A host has no address that the configuration lets us connect to on a peer's word; nothing was sent to it.</summary>
public sealed class ForbiddenAddressException(string host, IPAddress address) : Exception(
    $"{(host == address.ToString() ? host : $"{host} ({address})")} is in never-connect-to; if peers may name it, add it to may-connect-to");

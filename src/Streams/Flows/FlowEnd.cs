namespace Orchestrator.Streams.Flows;

/// <summary>How a flow ended. By then its file and its bytestream are closed, and nothing will touch them again.</summary>
/// <param name="Position">Absolute offset: sending, bytes given to the network; receiving, bytes durable in the partial.</param>
/// <param name="Fault">Null when every byte was moved.</param>
/// <param name="Detail">The fault for a human, or null.</param>
/// <param name="Sha256">SHA-256 of the file up to its last byte, prefix included, lower-case hex; null after a fault or when not asked for.</param>
/// <param name="Md5">The same in MD5.</param>
/// <param name="PeerClosed">Whether the peer closed in good order after the last byte.</param>
public sealed record FlowEnd(long Position, FlowFault? Fault, string? Detail, string? Sha256, string? Md5, bool PeerClosed);

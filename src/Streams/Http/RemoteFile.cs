namespace Orchestrator.Streams.Http;

/// <summary>What a server says of the file at a URL.</summary>
/// <param name="Name">Its name as the server or the URL has it: not safe to use as a path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Validator">What tells this very content from another, as the server names it (RFC 9110 §8.8); null: it names nothing.</param>
public sealed record RemoteFile(string Name, long Size, string? Validator);

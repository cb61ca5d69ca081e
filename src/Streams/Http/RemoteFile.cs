namespace Orchestrator.Streams.Http;

/// <summary>What a server says of the file at a URL.</summary>
/// <param name="Name">Its name as the server or the URL has it: not safe to use as a path.</param>
/// <param name="Size">Bytes.</param>
public sealed record RemoteFile(string Name, long Size);

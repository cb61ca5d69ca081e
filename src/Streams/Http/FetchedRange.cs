namespace Orchestrator.Streams.Http;

/// <summary>The bytes of a file from <paramref name="Offset"/> to its end, as they come from its server.</summary>
/// <param name="Body">The bytes; whoever gets it must dispose it.</param>
/// <param name="Offset">The first byte: the one that was asked for, or 0 where the file is another one or the server has no ranges.</param>
/// <param name="Validator">Tells this file from a later one at the same URL (RFC 9110 §8.8): a strong ETag or a date; null: there is none.</param>
public sealed record FetchedRange(Stream Body, long Offset, string? Validator);

namespace Orchestrator.Streams.Hashing;

/// <summary>Hashes of a file's content, in lower-case hex.</summary>
/// <param name="Sha256">Always there.</param>
/// <param name="Md5">When it was asked for: XEP-0096 §3 knows no other.</param>
public sealed record FileHash(string Sha256, string? Md5);

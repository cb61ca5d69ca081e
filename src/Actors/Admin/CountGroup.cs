namespace Orchestrator.Actors.Admin;

/// <summary>Transfers that have something in common.</summary>
/// <param name="Key">What; empty where there is none, such as the road of a transfer that never streamed.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">The sum of their files' sizes.</param>
/// <param name="Moved">Bytes of these that have gone over.</param>
/// <param name="BytesPerSecond">What those that run move now.</param>
public sealed record CountGroup(string Key, long Count, long Bytes, long Moved, long BytesPerSecond);

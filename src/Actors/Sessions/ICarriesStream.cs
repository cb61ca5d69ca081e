namespace Orchestrator.Actors.Sessions;

/// <summary>A message that hands over a connected stream. If it finds nobody, <see cref="StreamReaper"/> closes the stream.</summary>
public interface ICarriesStream
{
    /// <summary>The stream; whoever receives the message owns it.</summary>
    Stream Stream { get; }
}

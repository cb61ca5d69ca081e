namespace Akka.Streams;

/// <summary>The materializer was stopped before the stream had ended.</summary>
public sealed class AbruptTerminationException : Exception
{
    internal AbruptTerminationException() : base("The stream was still running when its materializer stopped.")
    {
    }
}

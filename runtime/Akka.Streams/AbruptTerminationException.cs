namespace Akka.Streams;

/// <summary>The materializer was stopped before the stream had ended.</summary>
internal sealed class AbruptTerminationException : Exception
{
    public AbruptTerminationException() : base("The stream was still running when its materializer stopped.")
    {
    }
}

using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>A whole stream; every run is a new one.</summary>
public interface IRunnableGraph<TMat> : IGraph<ClosedShape, TMat>
{
    TMat Run(IMaterializer materializer);
}

internal sealed class RunnableGraph<TMat>(Func<Run, TMat> build) : IRunnableGraph<TMat>
{
    public TMat Run(IMaterializer materializer) => build(materializer.NewRun());
}

/// <summary>Which of two materialized values goes on.</summary>
public static class Keep
{
    public static TRight Right<TLeft, TRight>(TLeft left, TRight right) => right;

    public static (TLeft, TRight) Both<TLeft, TRight>(TLeft left, TRight right) => (left, right);
}

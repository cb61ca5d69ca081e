using Akka.Streams.Implementation;

namespace Akka.Streams.Dsl;

/// <summary>A part of a stream with an open inlet and an open outlet.</summary>
internal sealed record Flow<TIn, TOut, TMat>(Func<IAsyncEnumerable<TIn>, Run, (IAsyncEnumerable<TOut> Elements, TMat Mat)> Build) : IGraph<FlowShape<TIn, TOut>, TMat>;

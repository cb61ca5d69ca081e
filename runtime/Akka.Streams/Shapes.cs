namespace Akka.Streams;

/// <summary>Which ends of a graph are open.</summary>
public abstract class Shape
{
    private protected Shape() { }
}

/// <summary>One open outlet.</summary>
public sealed class SourceShape<T> : Shape
{
    private SourceShape() { }
}

/// <summary>One open inlet.</summary>
public sealed class SinkShape<T> : Shape
{
    private SinkShape() { }
}

/// <summary>One open inlet, one open outlet.</summary>
public sealed class FlowShape<TIn, TOut> : Shape
{
    private FlowShape() { }
}

/// <summary>Nothing open: the graph can run.</summary>
public sealed class ClosedShape : Shape
{
    private ClosedShape() { }
}

/// <summary>The blueprint of a stream or of a part of one; it runs only when it is materialized.</summary>
public interface IGraph<TShape, TMat> where TShape : Shape;

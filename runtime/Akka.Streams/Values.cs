namespace Akka
{
    /// <summary>The materialized value of a stage that has none.</summary>
    public sealed class NotUsed
    {
        public static readonly NotUsed Instance = new();

        private NotUsed() { }
    }

    /// <summary>The result of a task that ended well and has nothing else to tell.</summary>
    public sealed class Done
    {
        public static readonly Done Instance = new();

        private Done() { }
    }
}

namespace Akka.Util
{
    /// <summary>A value, or none.</summary>
    public readonly struct Option<T>(T value)
    {
        public static readonly Option<T> None;

        public bool HasValue { get; } = true;

        public T Value { get; } = value;

        public static implicit operator Option<T>(T value) => new(value);
    }
}

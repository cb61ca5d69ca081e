namespace Akka.Actor;

/// <summary>Where an actor lives in its system: akka://system/user/parent/child. Equality ignores the incarnation (<see cref="Uid"/>).</summary>
public class ActorPath : IEquatable<ActorPath>
{
    private const string ValidSymbols = "\"-_.*$+:@&=,!~';";

    internal ActorPath(ActorPath? parent, string name, long uid)
    {
        Parent = parent ?? this;
        Name = name;
        Uid = uid;
    }

    public string Name { get; }

    public ActorPath Parent { get; }

    internal long Uid { get; }

    /// <summary>Names may hold ASCII letters, digits, a few symbols and %hh; they may not start with $.</summary>
    internal static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(s[i]) || ValidSymbols.Contains(s[i]))
                continue;
            if (s[i] != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit(s[i + 1]) || !char.IsAsciiHexDigit(s[i + 2]))
                return false;
            i += 2;
        }
        return true;
    }

    public override string ToString() => ReferenceEquals(Parent, this) ? Name : $"{Parent}/{Name}";

    public bool Equals(ActorPath? other) =>
        ReferenceEquals(this, other) || (other is not null && Name == other.Name && !ReferenceEquals(Parent, this) && !ReferenceEquals(other.Parent, other) && Parent.Equals(other.Parent));

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

namespace Akka.Actor;

internal static class Reflection
{
    /// <summary>The type of a configured name "Namespace.Type, Assembly"; wherever it is loaded, if not in that assembly.</summary>
    public static Type? FindType(string name) =>
        Type.GetType(name) ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name.Split(',')[0].Trim())).FirstOrDefault(t => t is not null);
}

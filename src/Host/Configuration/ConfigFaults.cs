using System.Text.RegularExpressions;

namespace Orchestrator.Host.Configuration;

/// <summary>Collects the faults of one file, each with the line of its key.</summary>
internal sealed partial class ConfigFaults(string file, IReadOnlyList<HoconEntry> entries)
{
    private readonly List<ConfigFault> _faults = [];
    private readonly List<ConfigFault> _warnings = [];
    private readonly HashSet<string> _known = [];

    public IReadOnlyList<ConfigFault> Warnings => _warnings;

    /// <summary>Notes that a setting of this path exists; for <see cref="CheckKeys"/>.</summary>
    public void Knows(string path) => _known.Add(Pattern(path));

    /// <summary>What the file's last word on this path is, or null when it is silent.</summary>
    public HoconKind? Kind(string path) => entries.LastOrDefault(entry => entry.Path == path)?.Kind;

    public void Add(string path, string message) => _faults.Add(new ConfigFault(file, Line(path), $"{path}: {message}"));

    public void Warn(string path, string message) => _warnings.Add(new ConfigFault(file, Line(path), $"{path}: {message}"));

    /// <summary>Adds a fault for every key that no setting has and for every key that is set twice.</summary>
    public void CheckKeys()
    {
        var objects = _known.SelectMany(path => WithParents(path).Skip(1)).ToHashSet();
        var told = new HashSet<string>();
        foreach (var entry in entries)
        {
            var path = Pattern(entry.Path);
            // Of an unknown object only the object itself is told, not what is in it.
            if (WithParents(entry.Path).LastOrDefault(part => !_known.Contains(Pattern(part)) && !objects.Contains(Pattern(part))) is { } stranger)
            {
                var belowValue = WithParents(Pattern(stranger)).Skip(1).Any(part => _known.Contains(part) && !objects.Contains(part));
                if (told.Add(stranger) && !belowValue)
                    _faults.Add(new ConfigFault(file, entry.Line, $"{stranger}: there is no such setting; {Suggestion(Pattern(stranger))}"));
            }
            else if (entry.Kind is HoconKind.Scalar or HoconKind.Array && objects.Contains(path) && !_known.Contains(path) && !path.EndsWith(']'))
                _faults.Add(new ConfigFault(file, entry.Line, $"{entry.Path}: must be an object; write it as {Leaf(path)} {{ … }}"));
        }

        foreach (var twice in entries.GroupBy(entry => entry.Path))
        {
            // Two objects of the same name add up, as HOCON has it; two values do not.
            if (twice.Count() > 1 && twice.Any(entry => entry.Kind != HoconKind.Object))
            {
                _faults.Add(new ConfigFault(file, twice.Last().Line,
                    $"{twice.Key}: already set on line {twice.First().Line}; remove one of the two"));
            }
        }
    }

    /// <summary>Throws when there are faults.</summary>
    /// <exception cref="ConfigException">All of them, in the order of the file.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
            throw new ConfigException([.. _faults.OrderBy(fault => fault.Line)]);
    }

    // The key's own line, else that of the nearest thing around it.
    private int Line(string? path)
    {
        for (; path is not null; path = Parent(path))
        {
            if (entries.LastOrDefault(entry => entry.Path == path) is { } entry)
                return entry.Line;
        }

        return 1;
    }

    private string Suggestion(string path)
    {
        var near = _known
            .SelectMany(WithParents)
            .Distinct()
            .Where(known => Parent(known) == Parent(path))
            .Select(known => (Name: Leaf(known), Distance: EditDistance.Between(Leaf(known), Leaf(path))))
            .Where(candidate => candidate.Distance <= (candidate.Name.Length + 2) / 3)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return near is null ? "remove it" : $"did you mean {near}?";
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (string? part = path; part is not null; part = Parent(part))
            yield return part;
    }

    // a.b[0].c → a.b[0] → a.b → a
    private static string? Parent(string path)
    {
        var cut = path.EndsWith(']') ? path.LastIndexOf('[') : path.LastIndexOf('.');
        return cut < 0 ? null : path[..cut];
    }

    private static string Leaf(string path) => path[(path.LastIndexOf('.') + 1)..];

    // accounts[1].jid → accounts[].jid
    private static string Pattern(string path) => AnyIndex().Replace(path, "[]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex AnyIndex();
}

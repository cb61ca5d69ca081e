using System.Globalization;
using System.Text;

namespace Orchestrator.Host.Telemetry;

/// <summary>Writes metrics in the text format of Prometheus (version 0.0.4).</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>A value that rises and falls.</summary>
    public PrometheusText Gauge(string name, string help, double value) => Begin(name, "gauge", help).Sample(name, value);

    /// <summary>A value that only rises.</summary>
    public PrometheusText Counter(string name, string help, double value) => Begin(name, "counter", help).Sample(name, value);

    /// <summary>Begins a metric whose samples have labels.</summary>
    public PrometheusText Begin(string name, string type, string help)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    /// <summary>One value of the metric.</summary>
    public PrometheusText Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        if (labels.Length > 0)
            _text.Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value}\n");
        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}

using Orchestrator.Host.Telemetry;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads and checks <c>orchestrator.telemetry</c>.</summary>
internal static class TelemetryReader
{
    public static TelemetrySettings Read(ConfigSection top)
    {
        var text = top.Text("telemetry.otlp");
        if (text is null or "off")
            return new TelemetrySettings(null);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/")
            return new TelemetrySettings(url);
        top.Fault("telemetry.otlp", $"'{text}' is no collector's address; write it as \"http://127.0.0.1:4318\", in quotes, or off");
        return new TelemetrySettings(null);
    }
}

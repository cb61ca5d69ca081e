using Orchestrator.Actors.Settings;

namespace Orchestrator.Host.Configuration;

/// <summary>Reads and checks <c>orchestrator.oob</c>.</summary>
internal static class OobReader
{
    private const string Example = "write what peers reach oob.listen by, as \"https://files.example.org/\"";

    /// <summary>The settings; null: no file is offered at a URL.</summary>
    public static OobSettings? Read(ConfigSection top)
    {
        var expires = top.Duration("oob.expires", TimeSpan.FromSeconds(10), TimeSpan.FromDays(30));
        var text = top.Text("oob.public-url") ?? "";
        if (top.Text("oob.listen") == "off")
            return null;
        var listen = SettingsReader.EndPoint(top, "oob.listen");
        if (text.Length == 0)
            top.Fault("oob.listen", $"needs oob.public-url beside it; {Example}");
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != "http" && url.Scheme != "https") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
            top.Fault("oob.public-url", $"'{text}' is no URL that a file's name can be put behind; {Example}");
        else
            return new OobSettings(listen, url, expires);
        return null;
    }
}

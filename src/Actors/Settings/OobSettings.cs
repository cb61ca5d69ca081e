using System.Net;

namespace Orchestrator.Actors.Settings;

/// <summary>Files that peers fetch from URLs of ours (XEP-0066).</summary>
/// <param name="Listen">Where the HTTP server listens that serves them.</param>
/// <param name="PublicUrl">What peers reach it by: http or https, without query.</param>
/// <param name="Expires">How long a URL is good for.</param>
public sealed record OobSettings(IPEndPoint Listen, Uri PublicUrl, TimeSpan Expires);

using System.Net;

namespace Orchestrator.Host.Api;

/// <summary>Who may come in.</summary>
/// <param name="tokens">The tokens that are demanded; null: none.</param>
/// <param name="isSocket">Whether it serves a unix socket, which no web page can reach.</param>
internal sealed class Access(AccessTokens? tokens, bool isSocket)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="ProblemException">The client may not do this.</exception>
    public void Check(HttpContext context, Role needed)
    {
        CheckOrigin(context.Request);
        if (tokens is null)
        {
            if (!isSocket)
                CheckHost(context.Request.Host.Host);
            return;
        }

        if (needed == Role.None)
            return;
        var role = context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.RoleOf(header[Scheme.Length..].Trim())
            : Role.None;
        if (role == Role.None)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ProblemException(401, "unauthorized",
                "This daemon demands a token, and this is none of its tokens; send Authorization: Bearer with what is in the file that http.token-file names.");
        }

        if (role < needed)
            throw new ProblemException(403, "forbidden", "This token may only read; use the one of http.token-file.");
    }

    /// <summary>A web page whose name was made to resolve to loopback (DNS rebinding) must not reach an API that demands no token.</summary>
    private static void CheckHost(string host)
    {
        if (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            throw new ProblemException(421, "wrong-host", $"This daemon does not answer as '{host}'; ask it as localhost or by its loopback address, or configure http.token-file.");
    }

    /// <summary>A web page of somebody else, open in the browser of somebody who may, must not command the daemon (CSRF).</summary>
    private static void CheckOrigin(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ } origin])
            return;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || !url.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(403, "cross-origin", $"A web page of {origin} may not ask this daemon; its own page is at /.");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Orchestrator.Host.Client;

namespace Orchestrator.Host.Commands;

/// <summary>The options by which a client command finds the daemon.</summary>
internal sealed class DaemonOptions
{
    private const string DefaultUrl = "http://127.0.0.1:8480";

    private readonly Option<DaemonAddress> _url = new("--url")
    {
        Description = "The daemon's API, http://HOST:PORT or unix:/PATH; also from ORCHESTRATOR_URL",
        HelpName = "URL",
        CustomParser = result => Parse(result, result.Tokens.Single().Value),
        DefaultValueFactory = result =>
            Parse(result, Environment.GetEnvironmentVariable("ORCHESTRATOR_URL") is { Length: > 0 } url ? url : DefaultUrl),
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "File with the bearer token, where the daemon demands one; or the token itself in ORCHESTRATOR_TOKEN",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    public static DaemonOptions Of(Command command)
    {
        var options = new DaemonOptions();
        command.Add(options._url);
        command.Add(options._tokenFile);
        return options;
    }

    /// <summary>The client, to be disposed of.</summary>
    /// <exception cref="CommandException">The token's file cannot be read, or what it holds is no token.</exception>
    public DaemonClient Open(ParseResult parsed) => new(parsed.GetValue(_url)!, Token(parsed.GetValue(_tokenFile)));

    private static string? Token(string? file)
    {
        try
        {
            var token = (file is not null ? File.ReadAllText(file) : Environment.GetEnvironmentVariable("ORCHESTRATOR_TOKEN"))?.Trim();
            if (file is null && string.IsNullOrEmpty(token))
                return null;
            return token is { Length: > 0 } && token.All(c => c is > ' ' and <= '~') ? token
                : throw new CommandException(ExitCode.Usage, $"{file ?? "ORCHESTRATOR_TOKEN"} holds no token: one word of ASCII is expected.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, Printable.Of($"the token cannot be read: {e.Message}"));
        }
    }

    private static DaemonAddress Parse(ArgumentResult result, string text)
    {
        if (DaemonAddress.TryParse(text) is { } address)
            return address;
        result.AddError($"'{text}' is no address of a daemon; write it as {DefaultUrl} or unix:/run/orchestrator/api.sock.");
        return null!; // never seen: the error ends the command
    }
}

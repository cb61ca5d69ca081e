using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Orchestrator.Sandbox.Sessions;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Streaming;

namespace Orchestrator.Sandbox.Authentication;

/// <summary>One attempt to log in over SASL with SCRAM (RFC 6120 §6.4).</summary>
/// <param name="connection">Where the client is.</param>
/// <param name="users">Local part to password.</param>
internal sealed class SaslLogin(Connection connection, IReadOnlyDictionary<string, string> users)
{
    private const string Sha256 = "SCRAM-SHA-256";
    private const string Sha1 = "SCRAM-SHA-1";

    public static readonly XName Auth = Ns.Sasl + "auth";

    public static XElement Mechanisms() =>
        new(Ns.Sasl + "mechanisms", new XElement(Ns.Sasl + "mechanism", Sha256), new XElement(Ns.Sasl + "mechanism", Sha1));

    /// <summary>The user who logged in; null when the client failed to, which it has been told.</summary>
    public async Task<string?> RunAsync(XElement auth, CancellationToken stop)
    {
        HashAlgorithmName? hash = auth.Attribute("mechanism")?.Value switch
        {
            Sha256 => HashAlgorithmName.SHA256,
            Sha1 => HashAlgorithmName.SHA1,
            _ => null,
        };
        if (hash is null)
            return await FailAsync("invalid-mechanism", stop);

        var scram = new ScramServer(hash.Value, user => users.GetValueOrDefault(user));
        if (Decode(auth) is not { } first || scram.Challenge(first) is not { } challenge)
            return await FailAsync("malformed-request", stop);
        await WriteAsync("challenge", challenge, stop);

        var response = await connection.ReadStanzaAsync(stop);
        if (response?.Name != Ns.Sasl + "response")
            return await FailAsync("aborted", stop);
        if (Decode(response) is not { } final || scram.Verify(final) is not { } proof)
            return await FailAsync("not-authorized", stop);
        await WriteAsync("success", proof, stop);
        return scram.User;
    }

    private async Task<string?> FailAsync(string condition, CancellationToken stop)
    {
        var failure = new XElement(Ns.Sasl + "failure", new XElement(Ns.Sasl + condition));
        await connection.WriteAsync(XmlStreamWriter.Write(failure), stop);
        return null;
    }

    private Task WriteAsync(string name, string text, CancellationToken stop) =>
        connection.WriteAsync(
            XmlStreamWriter.Write(new XElement(Ns.Sasl + name, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))), stop);

    private static string? Decode(XElement element)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(element.Value));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

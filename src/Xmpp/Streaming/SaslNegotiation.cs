using System.Text;
using System.Xml.Linq;
using Orchestrator.Xmpp.Sasl;

namespace Orchestrator.Xmpp.Streaming;

/// <summary>Authenticates over the stream (RFC 6120 §6) with the mechanism of <see cref="SaslChoice"/>.</summary>
internal static class SaslNegotiation
{
    /// <exception cref="XmppException">The server refuses, offers nothing that may be used, or is not who it says.</exception>
    public static async Task RunAsync(XmppConnection connection, XmppOptions options, XElement features, CancellationToken cancellation)
    {
        var mechanisms = features.Elements(Ns.Sasl + "mechanisms").Elements(Ns.Sasl + "mechanism").Select(m => m.Value.Trim()).ToList();
        var bindings = features.Element(Ns.ChannelBinding + "sasl-channel-binding")?
            .Elements(Ns.ChannelBinding + "channel-binding").Select(b => (string?)b.Attribute("type") ?? "").ToList();
        var choice = SaslChoice.Choose(mechanisms, bindings, connection.Channel)
            ?? throw new XmppException(XmppErrorKind.NoUsableMechanism, $"The server offers no authentication that may be used here, only: {string.Join(", ", mechanisms)}."
                + " Enable SCRAM-SHA-256 or SCRAM-SHA-1 at the server, or TLS for PLAIN.", isFinal: true);
        try
        {
            if (choice.Hash is { } hash)
            {
                var scram = new ScramClient(hash, options.Jid.Local!, options.Password, ScramClient.NewNonce(), choice.Gs2Flag, choice.Binding);
                await ScramAsync(connection, choice.Mechanism, scram, cancellation).ConfigureAwait(false);
            }
            else
            {
                await AuthAsync(connection, choice.Mechanism, $"\0{options.Jid.Local}\0{options.Password}", cancellation).ConfigureAwait(false);
                await ReadAsync(connection, "success", cancellation).ConfigureAwait(false);
            }
        }
        catch (SaslException e) when (e.IsForged)
        {
            throw new XmppException(XmppErrorKind.ServerSignatureInvalid, $"{e.Message} It may not be the real server: check host, port and TLS.", isFinal: true, e);
        }
        catch (SaslException e)
        {
            throw new XmppException(XmppErrorKind.ProtocolViolation, e.Message, inner: e);
        }
        catch (FormatException e)
        {
            throw new XmppException(XmppErrorKind.AuthenticationFailed, e.Message, isFinal: true, e);
        }
    }

    private static async Task ScramAsync(XmppConnection connection, string mechanism, ScramClient scram, CancellationToken cancellation)
    {
        await AuthAsync(connection, mechanism, scram.First, cancellation).ConfigureAwait(false);
        var first = await ReadAsync(connection, "challenge", cancellation).ConfigureAwait(false);
        var final = await Task.Run(() => scram.Final(Text(first)), cancellation).ConfigureAwait(false);
        await StreamNegotiation.WriteAsync(connection, new XElement(Ns.Sasl + "response", Base64(final)), cancellation).ConfigureAwait(false);
        var last = await ReadAsync(connection, null, cancellation).ConfigureAwait(false);
        scram.Verify(Text(last));
        // The server's signature may come in a challenge of its own, before an empty success.
        if (last.Name.LocalName == "challenge")
        {
            await StreamNegotiation.WriteAsync(connection, new XElement(Ns.Sasl + "response"), cancellation).ConfigureAwait(false);
            await ReadAsync(connection, "success", cancellation).ConfigureAwait(false);
        }
    }

    private static Task AuthAsync(XmppConnection connection, string mechanism, string initial, CancellationToken cancellation) =>
        StreamNegotiation.WriteAsync(connection, new XElement(Ns.Sasl + "auth", new XAttribute("mechanism", mechanism), Base64(initial)), cancellation);

    // Null expects a challenge or success.
    private static async Task<XElement> ReadAsync(XmppConnection connection, string? expected, CancellationToken cancellation)
    {
        var element = await StreamNegotiation.ReadAsync(connection, cancellation).ConfigureAwait(false);
        var name = element.Name.Namespace == Ns.Sasl ? element.Name.LocalName : "";
        if (name == "failure")
            throw Refusal(element);
        return name == expected || (expected is null && name is "challenge" or "success")
            ? element
            : throw new XmppException(XmppErrorKind.ProtocolViolation, $"The server sent <{element.Name.LocalName}/> in the middle of the authentication.");
    }

    private static XmppException Refusal(XElement failure)
    {
        var condition = failure.Elements().FirstOrDefault(e => e.Name.LocalName != "text")?.Name.LocalName ?? "not-authorized";
        var text = (string?)failure.Element(Ns.Sasl + "text") is { Length: > 0 and < 500 } words ? $", {words}" : "";
        return condition is "temporary-auth-failure" or "aborted"
            ? new XmppException(XmppErrorKind.AuthenticationFailed, $"The server cannot check the password now ({condition}{text}).")
            : new XmppException(XmppErrorKind.AuthenticationFailed, $"The server refuses the name or password ({condition}{text}). Correct the password here or the account at the server.", isFinal: true);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(XElement element)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(element.Value));
        }
        catch (FormatException)
        {
            throw new SaslException("The server's SASL message is no base64.");
        }
    }
}

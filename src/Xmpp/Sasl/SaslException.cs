namespace Orchestrator.Xmpp.Sasl;

/// <summary>The server's part of the authentication is wrong.</summary>
/// <param name="message">The fault, for humans.</param>
/// <param name="isForged">Whether the server failed to prove that it knows the password.</param>
internal sealed class SaslException(string message, bool isForged = false) : Exception(message)
{
    /// <summary>Whether the server failed to prove that it knows the password.</summary>
    public bool IsForged { get; } = isForged;
}

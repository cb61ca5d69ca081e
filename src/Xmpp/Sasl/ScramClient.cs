using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Xmpp.Sasl;

/// <summary>The client's side of SCRAM (RFC 5802, RFC 7677), as text in and text out.</summary>
internal sealed class ScramClient
{
    /// <summary>Most PBKDF2 rounds that a server may ask for; more would let it burn our CPU.</summary>
    public const int MaxIterations = 1_000_000;

    private readonly HashAlgorithmName _hash;
    private readonly string _password;
    private readonly string _nonce;
    private readonly string _gs2Header;
    private readonly byte[] _binding;
    private readonly string _firstBare;
    private byte[]? _serverSignature;

    /// <param name="hash">SHA-1 or SHA-256.</param>
    /// <param name="user">The JID's local part.</param>
    /// <param name="password">The password.</param>
    /// <param name="nonce">Unpredictable and without comma: <see cref="NewNonce"/>.</param>
    /// <param name="gs2Flag"><c>n</c>, <c>y</c> or <c>p=NAME</c> (RFC 5802 §6).</param>
    /// <param name="binding">The channel binding's bytes, empty unless the flag is <c>p=</c>.</param>
    public ScramClient(HashAlgorithmName hash, string user, string password, string nonce, string gs2Flag, byte[] binding)
    {
        _hash = hash;
        _password = SaslPrep.Prepare(password);
        _nonce = nonce;
        _gs2Header = gs2Flag + ",,";
        _binding = binding;
        var name = SaslPrep.Prepare(user).Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        _firstBare = $"n={name},r={nonce}";
    }

    /// <summary>The client-first-message.</summary>
    public string First => _gs2Header + _firstBare;

    /// <summary>18 random bytes as text.</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    /// <summary>The client-final-message. Costs CPU: up to <see cref="MaxIterations"/> rounds.</summary>
    /// <exception cref="SaslException">The server's message is malformed or its nonce is not ours continued.</exception>
    public string Final(string serverFirst)
    {
        var fields = serverFirst.Split(',');
        if (fields.Length < 3 || !fields[0].StartsWith("r=", StringComparison.Ordinal) || !fields[1].StartsWith("s=", StringComparison.Ordinal) || !fields[2].StartsWith("i=", StringComparison.Ordinal))
            throw new SaslException("The server's first SCRAM message is malformed.");
        var nonce = fields[0][2..];
        if (nonce.Length <= _nonce.Length || !nonce.StartsWith(_nonce, StringComparison.Ordinal))
            throw new SaslException("The server's SCRAM nonce does not continue ours.", isForged: true);
        if (!int.TryParse(fields[2].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < 1 or > MaxIterations)
            throw new SaslException($"The server's SCRAM iteration count is not within 1 to {MaxIterations}.");

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(_password), FromBase64(fields[1][2..]), iterations, _hash, HashLength);
        var clientKey = Hmac(salted, "Client Key");
        var storedKey = CryptographicOperations.HashData(_hash, clientKey);
        var withoutProof = $"c={Convert.ToBase64String([.. Encoding.UTF8.GetBytes(_gs2Header), .. _binding])},r={nonce}";
        var auth = $"{_firstBare},{serverFirst},{withoutProof}";
        var proof = Hmac(storedKey, auth);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _serverSignature = Hmac(Hmac(salted, "Server Key"), auth);
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Checks the server-final-message; without it, success proves nothing.</summary>
    /// <exception cref="SaslException">The signature is missing or wrong.</exception>
    public void Verify(string serverFinal)
    {
        var field = serverFinal.Split(',')[0];
        if (_serverSignature is null || !field.StartsWith("v=", StringComparison.Ordinal)
            || !CryptographicOperations.FixedTimeEquals(FromBase64(field[2..]), _serverSignature))
        {
            throw new SaslException("The server could not prove that it knows the password.", isForged: true);
        }
    }

    private int HashLength => _hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA1.HashSizeInBytes;

    private byte[] Hmac(byte[] key, string text) => CryptographicOperations.HmacData(_hash, key, Encoding.UTF8.GetBytes(text));

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new SaslException("The server's SCRAM message holds bad base64.");
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Sandbox.Authentication;

/// <summary>The server's side of one SCRAM login without channel binding (RFC 5802 §3).</summary>
/// <param name="hash">SHA-1 or SHA-256.</param>
/// <param name="passwordOf">The password of a user; null for an unknown one.</param>
internal sealed class ScramServer(HashAlgorithmName hash, Func<string, string?> passwordOf)
{
    private const int Iterations = 4096;
    private readonly int _size = hash == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA1.HashSizeInBytes;
    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);
    private string _header = "";
    private string _clientFirst = "";
    private string _serverFirst = "";

    /// <summary>The user who logs in, known after <see cref="Challenge"/>.</summary>
    public string User { get; private set; } = "";

    /// <summary>The answer to the client's first message; null when that is malformed or wants a channel binding.</summary>
    public string? Challenge(string clientFirst)
    {
        // gs2-header: "n" or "y" (a binding is possible, but none is offered here), then an empty authorization identity.
        if (!(clientFirst.StartsWith("n,,", StringComparison.Ordinal) || clientFirst.StartsWith("y,,", StringComparison.Ordinal)))
            return null;
        _header = clientFirst[..3];
        _clientFirst = clientFirst[3..];
        if (_clientFirst.Split(',') is not [['n', '=', .. var name], ['r', '=', .. var clientNonce], ..] || clientNonce == "")
            return null;
        User = name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        _serverFirst = $"r={clientNonce}{_nonce},s={Convert.ToBase64String(_salt)},i={Iterations}";
        return _serverFirst;
    }

    /// <summary>The proof of the server after the client's; null when the client has not proved that it knows the password.</summary>
    public string? Verify(string clientFinal)
    {
        var proofAt = clientFinal.LastIndexOf(",p=", StringComparison.Ordinal);
        var nonce = _serverFirst[..(_serverFirst.IndexOf(",s=", StringComparison.Ordinal))];
        var binding = "c=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(_header));
        if (proofAt < 0 || clientFinal[..proofAt] != $"{binding},{nonce}" || passwordOf(User) is not { } password)
            return null;

        var proof = new byte[_size];
        if (!Convert.TryFromBase64String(clientFinal[(proofAt + 3)..], proof, out var length) || length != _size)
            return null;
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), _salt, Iterations, hash, _size);
        var message = Encoding.UTF8.GetBytes($"{_clientFirst},{_serverFirst},{clientFinal[..proofAt]}");
        var storedKey = CryptographicOperations.HashData(hash, Hmac(salted, "Client Key"u8));
        var signature = Hmac(storedKey, message);
        for (var i = 0; i < _size; i++)
            proof[i] ^= signature[i];
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(hash, proof), storedKey)
            ? "v=" + Convert.ToBase64String(Hmac(Hmac(salted, "Server Key"u8), message))
            : null;
    }

    private byte[] Hmac(byte[] key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(hash, key, data);
}

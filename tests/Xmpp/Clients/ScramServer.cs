using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Tests.Xmpp.Clients;

/// <summary>The server's side of SCRAM-SHA-256, for scripts; it can answer with a signature that is not right.</summary>
internal sealed class ScramServer(string password)
{
    private static readonly byte[] _salt = "0123456789abcdef"u8.ToArray();
    private string _clientFirstBare = "";
    private string _first = "";

    /// <summary>The client's word about channel binding: <c>n</c>, <c>y</c> or <c>p=NAME</c>.</summary>
    public string Gs2Flag { get; private set; } = "";

    /// <summary>The channel binding that the client proved.</summary>
    public byte[] Binding { get; private set; } = [];

    public string First(string clientFirst)
    {
        Gs2Flag = clientFirst.Split(',')[0];
        _clientFirstBare = clientFirst[(clientFirst.IndexOf(",,", StringComparison.Ordinal) + 2)..];
        return _first = $"{_clientFirstBare[(_clientFirstBare.IndexOf("r=", StringComparison.Ordinal))..]}server,s={Convert.ToBase64String(_salt)},i=4096";
    }

    /// <summary>The server-final-message, or null when the password is wrong.</summary>
    public string? Final(string clientFinal)
    {
        var withoutProof = clientFinal[..clientFinal.LastIndexOf(",p=", StringComparison.Ordinal)];
        Binding = Convert.FromBase64String(withoutProof.Split(',')[0][2..])[(Gs2Flag.Length + 2)..];
        var auth = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_first},{withoutProof}");
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), _salt, 4096, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), auth);
        var proof = Convert.ToBase64String(clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray());
        return clientFinal.EndsWith(",p=" + proof, StringComparison.Ordinal)
            ? "v=" + Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), auth))
            : null;
    }
}

namespace Orchestrator.Actors.Negotiation;

/// <summary>The names of the roads.</summary>
public static class Roads
{
    /// <summary>A SOCKS5 bytestream to the sender's own streamhost (XEP-0065 §5).</summary>
    public const string S5bDirect = "s5b-direct";

    /// <summary>A SOCKS5 bytestream through a proxy (XEP-0065 §6).</summary>
    public const string S5bProxy = "s5b-proxy";
}

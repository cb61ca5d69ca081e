namespace Orchestrator.Actors.Roads;

/// <summary>The names of the roads that bytes can take, as the outside sees them.</summary>
public static class Road
{
    /// <summary>A SOCKS5 bytestream to the sender's own streamhost (XEP-0065 §5).</summary>
    public const string S5bDirect = "s5b-direct";

    /// <summary>A SOCKS5 bytestream through a proxy (XEP-0065 §6).</summary>
    public const string S5bProxy = "s5b-proxy";

    /// <summary>An in-band bytestream (XEP-0047).</summary>
    public const string Ibb = "ibb";

    /// <summary>Fetched by HTTP from a URL that the sender tells (XEP-0066).</summary>
    public const string Oob = "oob";
}

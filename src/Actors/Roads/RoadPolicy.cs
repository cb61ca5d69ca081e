namespace Orchestrator.Actors.Roads;

/// <summary>Which roads an account may use.</summary>
public enum RoadPolicy
{
    /// <summary>All of them, in their order.</summary>
    Any,

    /// <summary>Only SOCKS5 bytestreams between the two machines.</summary>
    DirectOnly,

    /// <summary>Only SOCKS5 bytestreams through proxies: the peer does not learn our address.</summary>
    ProxyOnly,

    /// <summary>SOCKS5 bytestreams of either kind, never in-band ones.</summary>
    NoIbb,

    /// <summary>Only in-band bytestreams.</summary>
    IbbOnly,

    /// <summary>Only out of band: the receiver fetches from a URL of the sender's.</summary>
    OobOnly,
}

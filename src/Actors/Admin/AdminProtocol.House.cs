using System.Collections.Immutable;
using Orchestrator.Xmpp;

namespace Orchestrator.Actors.Admin;

// Accounts, proxies, the node.
public static partial class AdminProtocol
{
    /// <summary>Asks for the accounts; answered with <see cref="Accounts"/>.</summary>
    public sealed record GetAccounts;

    /// <summary>The accounts by JID.</summary>
    public sealed record Accounts(ImmutableArray<AccountView> Items);

    /// <summary>
    /// Connects or disconnects an account (bare JID), also after a restart; answered with <see cref="AccountView"/> or <see cref="Refused"/>
    /// (<c>account-unknown</c>). The transfers of a disabled account wait.
    /// </summary>
    public sealed record SetAccountEnabled(Jid Jid, bool Enabled);

    /// <summary>Asks for the SOCKS5 proxies; answered with <see cref="Proxies"/>.</summary>
    public sealed record GetProxies;

    /// <summary>The proxies by JID.</summary>
    public sealed record Proxies(ImmutableArray<ProxyView> Items);

    /// <summary>
    /// Offers a proxy, or offers it no more, also after a restart; answered with <see cref="ProxyView"/> or <see cref="Refused"/>
    /// (<c>proxy-unknown</c>). Streams that run through it go on.
    /// </summary>
    public sealed record SetProxyEnabled(Jid Jid, bool Enabled);

    /// <summary>Asks for the daemon itself; answered with <see cref="NodeView"/>.</summary>
    public sealed record GetNode;
}

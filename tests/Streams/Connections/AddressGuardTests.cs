using System.Net;
using System.Net.Sockets;
using Orchestrator.Streams.Connections;

namespace Orchestrator.Tests.Streams.Connections;

public sealed class AddressGuardTests
{
    private static readonly AddressGuard _guard = new(
        Networks("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "::", "::1", "fe80::/10", "ff00::/8", "fd00:ec2::254"), Networks("127.0.0.9"));

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.9", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("fd00:ec2::254", false)]
    public void An_address_of_a_forbidden_network_is_refused_unless_it_is_an_exception(string address, bool allowed) =>
        _guard.Allows(IPAddress.Parse(address)).ShouldBe(allowed);

    [Theory]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::169.254.169.254", false)]
    [InlineData("2002:7f00:1::1", false)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("::ffff:127.0.0.9", true)]
    [InlineData("64:ff9b::192.0.2.1", true)]
    [InlineData("2002:c000:201::1", true)]
    public void An_IPv6_address_that_carries_an_IPv4_one_is_judged_by_that_too(string address, bool allowed) =>
        _guard.Allows(IPAddress.Parse(address)).ShouldBe(allowed);

    [Fact]
    public void Loopback_can_be_allowed()
    {
        var opened = _guard.AndLoopback();
        opened.Allows(IPAddress.Loopback).ShouldBeTrue();
        opened.Allows(IPAddress.IPv6Loopback).ShouldBeTrue();
        opened.Allows(IPAddress.Parse("169.254.169.254")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.1:80")]
    [InlineData("example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    public void What_is_no_network_is_not_read(string text) => AddressGuard.TryParseNetwork(text, out _).ShouldBeFalse();

    // localhost, and what inet_aton takes for 127.0.0.1.
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("::1")]
    [InlineData("::ffff:7f00:1")]
    [InlineData("0")]
    public async Task No_way_to_write_loopback_reaches_it(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        await Should.ThrowAsync<ForbiddenAddressException>(() =>
            GuardedSocket.ConnectAsync(_guard, host, ((IPEndPoint)listener.LocalEndpoint).Port, CancellationToken.None));

        listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task An_allowed_address_is_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = await GuardedSocket.ConnectAsync(_guard.AndLoopback(), "localhost", ((IPEndPoint)listener.LocalEndpoint).Port, CancellationToken.None);
        socket.Connected.ShouldBeTrue();
    }

    private static System.Collections.Immutable.ImmutableArray<IPNetwork> Networks(params string[] texts) =>
        [.. texts.Select(text => AddressGuard.TryParseNetwork(text, out var network) ? network : throw new FormatException(text))];
}

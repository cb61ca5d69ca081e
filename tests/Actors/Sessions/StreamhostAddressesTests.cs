using System.Net;
using Orchestrator.Actors.Sessions;
using Orchestrator.Actors.Settings;
using Orchestrator.Streams.Connections;

namespace Orchestrator.Tests.Actors.Sessions;

[Trait("Conformance", "15")]
public sealed class StreamhostAddressesTests
{
    private static readonly StreamhostAddresses.Local[] _machine =
        [.. new[] { "127.0.0.1", "::1", "2001:db8::1", "192.0.2.1", "fe80::1", "169.254.7.7", "198.51.100.2", "192.0.2.1" }.Select(a => On("eth0", a)), On("docker0", "172.17.0.1")];

    [Theory]
    [InlineData("0.0.0.0:7", "", "192.0.2.1 198.51.100.2")]
    [InlineData("[::]:7", "", "192.0.2.1 198.51.100.2 2001:db8::1")]
    [InlineData("127.0.0.1:7", "", "127.0.0.1")]
    [InlineData("192.0.2.1:7", "", "192.0.2.1")]
    [InlineData("0.0.0.0:7", "files.example.org 203.0.113.9 Files.example.org", "files.example.org 203.0.113.9")]
    [InlineData("0.0.0.0:7", "[2001:db8::1] 2001:db8::1", "2001:db8::1")]
    public void Peers_are_told_what_reaches_us_and_each_once(string listening, string advertise, string expected) =>
        StreamhostAddresses.Choose(IPEndPoint.Parse(listening), [.. advertise.Split(' ', StringSplitOptions.RemoveEmptyEntries)], _machine)
            .ShouldBe(expected.Split(' ').Select(host => (host, 7)));

    [Fact]
    public void Loopback_is_told_where_the_machine_has_nothing_else() =>
        StreamhostAddresses.Choose(IPEndPoint.Parse("0.0.0.0:7"), [], [On("lo", "127.0.0.1")]).ShouldBe([("127.0.0.1", 7)]);

    [Fact]
    public void A_bridge_to_containers_is_told_where_the_machine_has_nothing_else() =>
        StreamhostAddresses.Choose(IPEndPoint.Parse("0.0.0.0:7"), [], [On("lo", "127.0.0.1"), On("docker0", "172.17.0.1")]).ShouldBe([("172.17.0.1", 7)]);

    [Theory]
    [InlineData("127.0.0.1:0", "", true)]
    [InlineData("0.0.0.0:0", "192.0.2.1 localhost", true)]
    [InlineData("0.0.0.0:0", "192.0.2.1", false)]
    [InlineData("192.0.2.1:0", "", false)]
    public void Peers_may_name_loopback_addresses_to_whoever_names_one_himself(string listen, string advertise, bool allowed)
    {
        var guard = new AddressGuard([IPNetwork.Parse("127.0.0.0/8")], []);
        var settings = new S5bSettings(IPEndPoint.Parse(listen), [.. advertise.Split(' ', StringSplitOptions.RemoveEmptyEntries)], default, default, null!, guard);
        StreamhostAddresses.GuardOf(settings).Allows(IPAddress.Loopback).ShouldBe(allowed);
    }

    private static StreamhostAddresses.Local On(string name, string address) => new(name, IPAddress.Parse(address));
}

using System.Net;
using Orchestrator.Actors.Sessions;

namespace Orchestrator.Tests.Actors.Sessions;

[Trait("Conformance", "15")]
public sealed class StreamhostAddressesTests
{
    private static readonly IPAddress[] _machine =
        [.. new[] { "127.0.0.1", "::1", "2001:db8::1", "192.0.2.1", "fe80::1", "169.254.7.7", "198.51.100.2", "192.0.2.1" }.Select(IPAddress.Parse)];

    [Theory]
    [InlineData("0.0.0.0:7", "", "192.0.2.1 198.51.100.2")]
    [InlineData("[::]:7", "", "192.0.2.1 198.51.100.2 2001:db8::1")]
    [InlineData("127.0.0.1:7", "", "127.0.0.1")]
    [InlineData("192.0.2.1:7", "", "192.0.2.1")]
    [InlineData("0.0.0.0:7", "files.example.org 203.0.113.9 files.example.org", "files.example.org 203.0.113.9")]
    public void Peers_are_told_what_reaches_us_and_each_once(string listening, string advertise, string expected) =>
        StreamhostAddresses.Choose(IPEndPoint.Parse(listening), [.. advertise.Split(' ', StringSplitOptions.RemoveEmptyEntries)], _machine)
            .ShouldBe(expected.Split(' ').Select(host => (host, 7)));

    [Fact]
    public void Loopback_is_told_where_the_machine_has_nothing_else() =>
        StreamhostAddresses.Choose(IPEndPoint.Parse("0.0.0.0:7"), [], [IPAddress.Loopback]).ShouldBe([("127.0.0.1", 7)]);
}

using System.Net;
using System.Xml.Linq;
using Akka.Actor;
using Orchestrator.Actors;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Settings;
using Orchestrator.Tests.Actors.EndToEnd;
using Orchestrator.Tests.Interop.Faults;
using Orchestrator.Xmpp;

namespace Orchestrator.Tests.Actors.Faults;

/// <summary>Alice can be reached only through proxies, and proxies fail in every way.</summary>
public sealed class ProxyFaultTests : IAsyncLifetime
{
    private const int Size = 3_000_001;
    private static readonly IPAddress _nobody = IPAddress.Parse("127.0.0.9");
    private House _house = null!;
    private FaultyProxy _proxy = null!;
    private OrchestratorNode _alice = null!;
    private OrchestratorNode _bob = null!;

    public async Task InitializeAsync()
    {
        _house = await House.OpenAsync();
        _proxy = await FaultyProxy.ComeAsync(_house, "proxy1.localhost");
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    [Trait("Conformance", "13")]
    [Trait("Conformance", "22")]
    [Trait("Conformance", "24")]
    public async Task An_honest_proxy_carries()
    {
        var sent = await SendAsync();

        sent.Road.ShouldBe("s5b-proxy");
        sent.Sessions.ShouldBe(1);
        _proxy.Activations.ShouldBe(1);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("item-not-found")]
    [InlineData("not-allowed")]
    [InlineData("not-authorized")]
    [InlineData("internal-server-error")]
    [InlineData("conflict")]
    [InlineData("resource-constraint")]
    [InlineData("service-unavailable")]
    [Trait("Conformance", "23")]
    public async Task A_proxy_that_accepts_and_never_activates_is_left_for_another_road(string answer)
    {
        _proxy.OnActivate = (_, cancellation) => answer == "silent" ? FaultyProxy.SilenceAsync(cancellation)
            : Task.FromResult(IqAnswer.Error(new StanzaError(StanzaErrorType.Cancel, answer)));

        var sent = await SendAsync();

        sent.Road.ShouldBe("ibb");
        _house.Reasons(sent.Id).First().ShouldBe("proxy-failed");
    }

    [Theory]
    [Trait("Conformance", "23")]
    [InlineData("another element")]
    [InlineData("a lot of noise")]
    public async Task An_activation_that_is_answered_with_nonsense_is_a_result_all_the_same(string what)
    {
        _proxy.OnActivate = async (request, cancellation) =>
        {
            await _proxy.ActivateAsync(request, cancellation);
            return IqAnswer.Result(new XElement(XName.Get("x", "urn:nonsense"), what == "another element" ? null : new string('x', 10_000)));
        };

        (await SendAsync()).Road.ShouldBe("s5b-proxy");
    }

    [Fact]
    public async Task A_result_without_an_activation_ends_elsewhere()
    {
        _proxy.OnActivate = (_, _) => Task.FromResult(IqAnswer.Result());

        (await SendAsync()).Road.ShouldBe("ibb");
    }

    [Theory]
    [InlineData(WireFaultKind.Reset, 0)]
    [InlineData(WireFaultKind.Garbage, 0)]
    [InlineData(WireFaultKind.Garbage, 2)]
    [InlineData(WireFaultKind.Stall, 0)]
    [InlineData(WireFaultKind.Stall, 2)]
    [InlineData(WireFaultKind.HangUp, 2)]
    public async Task A_proxy_that_fails_the_handshake_is_left_for_another_road(WireFaultKind kind, long after)
    {
        await using var wire = Before(_proxy, _ => new WireFault(kind, after));

        (await SendAsync()).Road.ShouldBe("ibb");
    }

    // The target connects first, the requester second.
    [Theory]
    [InlineData(WireFaultKind.Reset, 0, Way.Back, 0)]
    [InlineData(WireFaultKind.Reset, 0, Way.Back, 1)]
    [InlineData(WireFaultKind.Reset, 0, Way.Back, 1_500_000)]
    [InlineData(WireFaultKind.Reset, 0, Way.Back, Size - 1)]
    [InlineData(WireFaultKind.Reset, 1, Way.Out, 0)]
    [InlineData(WireFaultKind.Reset, 1, Way.Out, 1)]
    [InlineData(WireFaultKind.Reset, 1, Way.Out, 1_500_000)]
    [InlineData(WireFaultKind.Reset, 1, Way.Out, Size - 1)]
    [InlineData(WireFaultKind.Stall, 0, Way.Back, 1_500_000)]
    [InlineData(WireFaultKind.Stall, 1, Way.Out, 1_500_000)]
    [InlineData(WireFaultKind.HalfClose, 0, Way.Back, 1_500_000)]
    [InlineData(WireFaultKind.HalfClose, 1, Way.Out, 1_500_000)]
    public async Task A_proxy_that_fails_on_either_side_costs_a_session_and_no_file(WireFaultKind kind, int side, Way way, int payload)
    {
        var handshake = way == Way.Out ? 3 + 47 : RelayedPair.Handshake;
        await using var wire = Before(_proxy, connection => connection == side ? new WireFault(kind, handshake + payload, way) : null);

        var sent = await SendAsync();

        wire.Struck.ShouldBe(1);
        sent.Sessions.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_proxy_that_dies_for_good_in_mid_stream_leaves_the_rest_to_another_road()
    {
        await using var wire = Before(_proxy, _ => new WireFault(WireFaultKind.Reset, RelayedPair.Handshake + 1_500_000));
        var sending = SendAsync();
        await Eventually(() => wire.Struck > 0);
        await wire.CutAsync();

        var sent = await sending;

        sent.Road.ShouldBe("ibb");
        sent.ResumedAt.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("<query xmlns='http://jabber.org/protocol/bytestreams'/>")]
    [InlineData("<query xmlns='http://jabber.org/protocol/bytestreams'><streamhost/></query>")]
    [InlineData("<query xmlns='http://jabber.org/protocol/bytestreams'><streamhost jid='@' host='127.0.0.1' port='1'/></query>")]
    [InlineData("<query xmlns='http://jabber.org/protocol/bytestreams'><streamhost jid='a' host='' port='99999999999'/></query>")]
    [InlineData("<query xmlns='http://jabber.org/protocol/bytestreams'><streamhost jid='a' host='x y&#10;z' port='-1'/><streamhost jid='a' zeroconf='_jabber.bytestreams'/></query>")]
    [InlineData("<pigeon xmlns='urn:nonsense'/>")]
    [InlineData("")]
    [InlineData("forbidden")]
    [Trait("Conformance", "13")]
    public async Task One_malformed_answer_never_loses_the_list(string address)
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        _proxy.OnAddress = (_, _) => Task.FromResult(address.StartsWith('<') ? IqAnswer.Result(XElement.Parse(address))
            : address.Length == 0 ? IqAnswer.Result()
            : IqAnswer.Error(new StanzaError(StanzaErrorType.Auth, address)));

        var sent = await SendAsync();

        sent.Road.ShouldBe("s5b-proxy");
        sent.Sessions.ShouldBe(1);
        other.Activations.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "13")]
    public async Task A_proxy_that_wants_a_sid_to_tell_its_address_gets_one()
    {
        _proxy.OnAddress = (request, _) => Task.FromResult(
            request.Payload.Attribute("sid") is null ? IqAnswer.Error(StanzaError.BadRequest("a sid is wanted")) : _proxy.Address);

        (await SendAsync()).Road.ShouldBe("s5b-proxy");
        _proxy.Activations.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "13")]
    public async Task Without_discovery_only_the_configured_proxies_are_offered()
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        var asked = 0;
        other.OnInfo = _ => throw new InvalidOperationException($"asked {Interlocked.Increment(ref asked)} times");

        var sent = await SendAsync(proxies: p => p with { Configured = [_proxy.Jid], Discover = false });

        sent.Road.ShouldBe("s5b-proxy");
        _proxy.Activations.ShouldBe(1);
        asked.ShouldBe(0);
        var proxy = (await ProxiesAsync()).ShouldHaveSingleItem();
        (proxy.Jid, proxy.Configured).ShouldBe(("proxy1.localhost", true));
    }

    [Theory]
    [InlineData("info")]
    [InlineData("address")]
    [Trait("Conformance", "13")]
    public async Task A_silent_proxy_holds_up_no_other(string silentTo)
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        Silence(_proxy, silentTo);

        var sent = await SendAsync(Unhurried);

        sent.Road.ShouldBe("s5b-proxy");
        sent.Sessions.ShouldBe(1);
        other.Activations.ShouldBe(1);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("address")]
    public async Task A_silent_proxy_holds_up_no_direct_stream(string silentTo)
    {
        Silence(_proxy, silentTo);

        var sent = await SendAsync(Unhurried, advertise: IPAddress.Loopback);

        sent.Road.ShouldBe("s5b-direct");
        sent.Sessions.ShouldBe(1);
    }

    [Fact]
    public async Task Another_proxy_comes_before_another_road()
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        _proxy.OnActivate = (_, _) => Task.FromResult(IqAnswer.Error(new StanzaError(StanzaErrorType.Cancel, "internal-server-error")));

        var sent = await SendAsync();

        sent.Road.ShouldBe("s5b-proxy");
        other.Activations.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "23")]
    public async Task Another_proxy_comes_in_place_of_one_that_stalls_every_stream()
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        await using var wire = Before(_proxy, _ => new WireFault(WireFaultKind.Stall, RelayedPair.Handshake));

        var sent = await SendAsync();

        sent.Road.ShouldBe("s5b-proxy");
        _proxy.Activations.ShouldBeGreaterThan(0);
        other.Activations.ShouldBe(1);
        (await ProxiesAsync()).Select(p => p.State).ShouldBe([ProxyState.OpenCircuit, ProxyState.Healthy]);
    }

    [Fact]
    public async Task Proxies_that_all_stall_are_left_for_another_road()
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        await using var wire = Before(_proxy, _ => new WireFault(WireFaultKind.Stall, RelayedPair.Handshake));
        await using var second = Before(other, _ => new WireFault(WireFaultKind.Stall, RelayedPair.Handshake));

        (await SendAsync()).Road.ShouldBe("ibb");
        other.Activations.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Proxies_that_all_fail_are_left_for_another_road()
    {
        await using var other = await FaultyProxy.ComeAsync(_house, "proxy2.localhost");
        foreach (var proxy in new[] { _proxy, other })
            proxy.OnActivate = (_, _) => Task.FromResult(IqAnswer.Error(new StanzaError(StanzaErrorType.Cancel, "internal-server-error")));

        (await SendAsync()).Road.ShouldBe("ibb");
    }

    [Fact]
    public async Task One_of_eight_streams_through_one_proxy_fails_and_the_others_do_not_notice()
    {
        await StartAsync(s => s with { MaxActive = 8, NegotiationTimeout = TimeSpan.FromSeconds(25) });
        var refused = 0;
        _proxy.OnActivate = async (request, cancellation) =>
        {
            if (Interlocked.Exchange(ref refused, 1) != 0)
                return await _proxy.ActivateAsync(request, cancellation);
            await Eventually(() => _proxy.Activations == 8);
            return IqAnswer.Error(new StanzaError(StanzaErrorType.Wait, "resource-constraint"));
        };
        var sources = Enumerable.Range(0, 8).Select(n => _house.File($"f{n}", 500_000 + n)).ToList();

        var ids = new List<string>();
        foreach (var source in sources)
            ids.Add((await House.SubmitAsync(_alice, source, "bob@localhost")).Id);
        var sent = new List<TransferView>();
        foreach (var id in ids)
            sent.Add(await _house.CompletedAsync(_alice, id));

        sent.Count(t => t.Sessions == 1 && t.Road == "s5b-proxy").ShouldBe(7);
        foreach (var source in sources)
            (await System.IO.File.ReadAllBytesAsync(Path.Combine(_house.Inbox("bob"), Path.GetFileName(source)))).ShouldBe(await System.IO.File.ReadAllBytesAsync(source));
    }

    private static Relay Before(FaultyProxy proxy, Func<int, WireFault?> faults)
    {
        var wire = new Relay(new IPEndPoint(IPAddress.Loopback, 0), proxy.EndPoint, faults);
        proxy.Told = wire.EndPoint;
        return wire;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var until = DateTime.UtcNow + TimeSpan.FromSeconds(30); !condition(); await Task.Delay(10))
            DateTime.UtcNow.ShouldBeLessThan(until);
    }

    // Proxies are waited for a third of it.
    private static TransferSettings Unhurried(TransferSettings settings) => RelayedPair.Quick(settings) with { NegotiationTimeout = TimeSpan.FromSeconds(9) };

    private static void Silence(FaultyProxy proxy, string to)
    {
        if (to == "info")
            proxy.OnInfo = FaultyProxy.SilenceAsync;
        else
            proxy.OnAddress = (_, cancellation) => FaultyProxy.SilenceAsync(cancellation);
    }

    private async Task<IEnumerable<ProxyView>> ProxiesAsync() =>
        (await _alice.Admin.Ask<AdminProtocol.Proxies>(new AdminProtocol.GetProxies(), TimeSpan.FromSeconds(10))).Items;

    private async Task StartAsync(Func<TransferSettings, TransferSettings> change, IPAddress? advertise = null, Func<ProxySettings, ProxySettings>? proxies = null)
    {
        var settings = _house.Settings("alice", change);
        _alice = await _house.StartAsync(settings with
        {
            S5b = settings.S5b with { Advertise = [(advertise ?? _nobody).ToString()], Proxies = proxies?.Invoke(settings.S5b.Proxies) ?? settings.S5b.Proxies },
        });
        _bob = await _house.StartAsync("bob", change);
        await _house.OnlineAsync("bob");
    }

    private async Task<TransferView> SendAsync(
        Func<TransferSettings, TransferSettings>? change = null, IPAddress? advertise = null, Func<ProxySettings, ProxySettings>? proxies = null)
    {
        await StartAsync(change ?? RelayedPair.Quick, advertise, proxies);
        var source = _house.File("data.bin", Size);
        var id = (await House.SubmitAsync(_alice, source, "bob@localhost")).Id;
        var sent = await _house.CompletedAsync(_alice, id);
        await _house.CompletedAsync(_bob);
        await _house.ShouldHoldAsync("bob", source);
        return sent;
    }
}

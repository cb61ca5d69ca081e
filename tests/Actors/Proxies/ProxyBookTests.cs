using System.Collections.Immutable;
using Orchestrator.Actors.Admin;
using Orchestrator.Actors.Proxies;
using Orchestrator.Xmpp;
using Orchestrator.Xmpp.Bytestreams;

namespace Orchestrator.Tests.Actors.Proxies;

public sealed class ProxyBookTests
{
    private const string Alice = "alice@localhost";
    private const string Files = "files.localhost";
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Jid _a = Jid.Parse("a.localhost");
    private static readonly Jid _b = Jid.Parse("b.localhost");

    private static ProxyBook Both => Found(ProxyBook.Empty, [Told(_a), Told(_b)]);

    [Fact]
    [Trait("Conformance", "13")]
    public void A_proxy_is_offered_by_the_JID_that_it_told_with_all_its_addresses()
    {
        var jid = Jid.Parse("proxy.localhost/7");
        ImmutableArray<Streamhost> hosts = [new(jid, "192.0.2.1", 7777), new(jid, "2001:db8::1", 7777)];

        Hosts(Found(ProxyBook.Empty, [new ProxyAnswer(Jid.Parse("proxy.localhost"), hosts)])).ShouldBe(hosts);
    }

    [Fact]
    [Trait("Conformance", "13")]
    public void One_bad_answer_never_loses_the_list()
    {
        // One proxy does not answer; the server does not list; the server lists nothing but that one.
        Jids(Found(Both, [Told(_a), new ProxyAnswer(_b, [], "silence")])).ShouldBe([_a, _b]);
        Jids(Found(Both, [], isComplete: false)).ShouldBe([_a, _b]);
        Jids(Found(Both, [new ProxyAnswer(_b, [], "silence")])).ShouldBe([_b]);
        Jids(Found(Both, [])).ShouldBeEmpty();
    }

    [Fact]
    public void What_was_found_is_believed_for_a_while_and_nothing_for_a_shorter_one()
    {
        Both.IsFresh(Alice, _now.AddMinutes(59)).ShouldBeTrue();
        Both.IsFresh(Alice, _now.AddMinutes(61)).ShouldBeFalse();
        Found(ProxyBook.Empty, []).IsFresh(Alice, _now.AddMinutes(2)).ShouldBeFalse();
        Both.IsFresh("bob@localhost", _now).ShouldBeFalse();
    }

    [Fact]
    [Trait("Conformance", "13")]
    public void A_proxy_that_refuses_us_is_not_offered_and_the_mend_is_told()
    {
        var book = Found(ProxyBook.Empty, [Told(_a), new ProxyAnswer(_b, [], "b.localhost answered forbidden (auth)", IsRefusal: true)]);

        Jids(book).ShouldBe([_a]);
        book.Note(Alice).ShouldBe("b.localhost answered forbidden (auth): open it");
        var view = book.Views([_b], _now)[1];
        (view.State, view.Mend, view.Configured).ShouldBe((ProxyState.Refused, "open it", true));
        view.Accounts.ShouldBe([Alice]);

        var mended = Found(book, [Told(_a), Told(_b)]);
        mended.Note(Alice).ShouldBeNull();
        Jids(mended).ShouldBe([_a, _b]);
    }

    [Fact]
    [Trait("Conformance", "13")]
    public void A_proxy_that_refuses_one_account_still_serves_the_other()
    {
        var refusal = new ProxyAnswer(_a, [], "a.localhost answered forbidden (auth)", IsRefusal: true);
        foreach (var book in new[] { Found(Found(Both, [refusal], account: Files), [Told(_a), Told(_b)]), Found(Both, [refusal], account: Files) })
        {
            Jids(book).ShouldBe([_a, _b]);
            book.Note(Alice).ShouldBeNull();
            book.Choose(Files, 16, _now).ShouldBeEmpty();
            book.Note(Files).ShouldBe("a.localhost answered forbidden (auth): open it");
            book.IsFresh(Files, _now.AddMinutes(2)).ShouldBeFalse();
            var view = book.Activated(_a, Ms(1)).Views([], _now)[0];
            (view.State, view.Mend, view.LastError).ShouldBe((ProxyState.Healthy, "open it", "a.localhost answered forbidden (auth)"));
            view.Hosts.ShouldBe(["a.localhost:7777"]);

            var both = Found(book, [refusal, Told(_b)]);
            Jids(both).ShouldBe([_b]);
            both.Views([], _now)[0].State.ShouldBe(ProxyState.Refused);
            both.Proxies[_a].Hosts.Length.ShouldBe(1);
        }
    }

    [Fact]
    [Trait("Conformance", "23")]
    public void A_proxy_that_fails_comes_last_until_its_circuit_closes()
    {
        Jids(Both.Failed(_a, "no", _now)).ShouldBe([_b, _a]);
        var broken = Both.Activated(_b, Ms(400)).Released(_b, 10_000).Failed(_a, "no", _now).Failed(_a, "no", _now);
        Jids(broken).ShouldBe([_b, _a]);
        broken.Views([], _now)[0].State.ShouldBe(ProxyState.OpenCircuit);
        Both.Failed(_a, "no", _now).Views([], _now)[0].RetryAt.ShouldBe(_now.AddSeconds(30));
        broken.Views([], _now)[0].RetryAt.ShouldBe(_now.AddSeconds(60));

        // Then what it carries decides again: b is very slow.
        Jids(broken, _now.AddSeconds(61)).ShouldBe([_a, _b]);
        broken.Failed(_a, "no", _now).Views([], _now)[0].RetryAt.ShouldBe(_now.AddSeconds(120));
        Enumerable.Range(0, 40).Aggregate(Both, (b, _) => b.Failed(_a, "no", _now)).Views([], _now)[0].RetryAt.ShouldBe(_now.AddMinutes(30));
        broken.Activated(_a, Ms(1)).Worked(_a).Views([], _now)[0].State.ShouldBe(ProxyState.Healthy);
    }

    [Fact]
    [Trait("Conformance", "23")]
    public void A_proxy_that_activates_and_carries_nothing_comes_last_however_good_it_was()
    {
        var stalls = Used(Both, _a, 5, 1e9).Activated(_a, Ms(5)).Failed(_a, "a stream through it stalled", _now).Activated(_a, Ms(5));

        stalls.IsUntroubled(_a).ShouldBeFalse();
        Jids(stalls).ShouldBe([_b, _a]);
        Jids(stalls.Worked(_a)).ShouldBe([_a, _b]);
    }

    [Fact]
    public void The_faster_the_nearer_and_the_surer_one_comes_first()
    {
        Jids(Used(Both, _a, 50, 1_000_000).Activated(_b, Ms(50)).Released(_b, 20_000_000)).ShouldBe([_b, _a]);
        Jids(Used(Used(Both, _a, 2000, 1e7), _b, 20, 1e7)).ShouldBe([_b, _a]);
        Jids(Used(Used(Both, _a, 50, 1e7), _b, 50, 1e7).Failed(_a, "no", _now)).ShouldBe([_b, _a]);
    }

    [Fact]
    public void One_with_as_many_streams_as_it_may_have_is_not_offered()
    {
        var busy = Both.Activated(_a, Ms(1)).Activated(_a, Ms(1));
        busy.Choose(Alice, 2, _now).Select(h => h.Jid).ShouldBe([_b]);
        busy.Released(_a, 0).Choose(Alice, 2, _now).Length.ShouldBe(2);
    }

    [Fact]
    public void One_that_is_switched_off_is_not_offered_and_stays_off_when_it_is_found_again()
    {
        var off = Found(Both.Switched(_a, false)!, [Told(_a), Told(_b)]);
        Jids(off).ShouldBe([_b]);
        off.Views([], _now)[0].State.ShouldBe(ProxyState.Disabled);
        Jids(off.Switched(_a, true)!).ShouldBe([_a, _b]);
        off.Switched(Jid.Parse("c.localhost"), true).ShouldBeNull();
    }

    [Fact]
    public void A_restart_forgets_nothing_but_the_streams_that_ran()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-proxies-");
        try
        {
            var path = Path.Combine(folder.FullName, "proxies.json");
            var book = Found(Used(Both, _a, 50, 1e6).Activated(_b, Ms(9)).Failed(_b, "no", _now), [Told(_a), Told(_b), new ProxyAnswer(Jid.Parse("c.localhost"), [], "c: forbidden", true)]);
            new ProxyFile(path, "x").Load().Proxies.ShouldBeEmpty();
            new ProxyFile(path, "x").Save(book);

            var loaded = new ProxyFile(path, "x").Load();
            Jids(loaded).ShouldBe(Jids(book));
            loaded.Note(Alice).ShouldBe(book.Note(Alice));
            loaded.IsFresh(Alice, _now).ShouldBeTrue();
            loaded.Views([], _now).Select(v => (v.Jid, v.State, v.Successes, v.LatencyMs, v.BytesPerSecond, v.Streams))
                .ShouldBe(book.Released(_b, 0).Views([], _now).Select(v => (v.Jid, v.State, v.Successes, v.LatencyMs, v.BytesPerSecond, v.Streams)));

            // A refusal was once held against every account: then all ask again.
            File.WriteAllText(path, """
                {"settings":"x","proxies":[{"jid":"a.localhost","hosts":[],"successes":3,"failuresInARow":0,"chance":1,"brokenUntil":"0001-01-01T00:00:00+00:00",
                "latencySeconds":0,"bytesPerSecond":0,"lastFailure":"forbidden","mend":"open it","isDisabled":false}],
                "accounts":{"alice@localhost":{"until":"2026-01-01T01:00:00+00:00","asked":{"a.localhost":["a.localhost"]}}}}
                """);
            var old = new ProxyFile(path, "x").Load();
            old.Proxies[_a].Successes.ShouldBe(3);
            old.IsFresh(Alice, _now).ShouldBeFalse();
            Jids(Found(old, [Told(_a)])).ShouldBe([_a]);
            new ProxyFile(path, "x").Save(book);

            // Another configuration asks anew, but the health is kept.
            var other = new ProxyFile(path, "y").Load();
            other.IsFresh(Alice, _now).ShouldBeFalse();
            other.Proxies[_a].Successes.ShouldBe(1);

            File.WriteAllText(path, "{ \"proxies\": [ {} ] }");
            new ProxyFile(path, "x").Load().Proxies.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ProxyAnswer Told(Jid jid) => new(jid, [new Streamhost(jid, jid.ToString(), 7777)]);

    private static ProxyBook Found(ProxyBook book, ImmutableArray<ProxyAnswer> answers, bool isComplete = true, string account = Alice) =>
        book.Found(account, answers, isComplete, "open it", _now.AddHours(1), _now.AddMinutes(1));

    private static ProxyBook Used(ProxyBook book, Jid proxy, int ms, double bytesPerSecond) => book.Activated(proxy, Ms(ms)).Released(proxy, bytesPerSecond).Worked(proxy);

    private static IEnumerable<Streamhost> Hosts(ProxyBook book) => book.Choose(Alice, 16, _now);

    private static IEnumerable<Jid> Jids(ProxyBook book, DateTimeOffset? at = null) => book.Choose(Alice, 16, at ?? _now).Select(h => h.Jid);

    private static TimeSpan Ms(int ms) => TimeSpan.FromMilliseconds(ms);
}

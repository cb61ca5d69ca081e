using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Orchestrator.Tests.Runtime.Configuration;

public class HoconTests
{
    [Fact]
    public void Keys_nest_with_braces_and_with_dots_alike()
    {
        var config = ConfigurationFactory.ParseString("""
            a { b { c = 1 } }
            a.b.d : 2
            a { b.e = 3 }
            """);

        config.GetInt("a.b.c").ShouldBe(1);
        config.GetInt("a.b.d").ShouldBe(2);
        config.GetConfig("a.b")!.GetInt("e").ShouldBe(3);
    }

    [Fact]
    public void Quoted_keys_may_hold_dots()
    {
        var config = ConfigurationFactory.ParseString("""bindings { "My.Type, My.Assembly" = json }""");

        config.GetConfig("bindings")!.AsEnumerable().Single().Key.ShouldBe("My.Type, My.Assembly");
        config.GetString("bindings.\"My.Type, My.Assembly\"").ShouldBe("json");
    }

    [Fact]
    public void Later_values_replace_earlier_ones_and_objects_merge()
    {
        var config = ConfigurationFactory.ParseString("""
            a { x = 1, y = 1 }
            a { y = 2 }
            a.z = 3
            """);

        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(2);
        config.GetInt("a.z").ShouldBe(3);
    }

    [Fact]
    public void Comments_end_with_the_line()
    {
        var config = ConfigurationFactory.ParseString("""
            # one
            a = 1 # two
            // three
            b = text // four
            c = "# no // comment"
            """);

        config.GetInt("a").ShouldBe(1);
        config.GetString("b").ShouldBe("text");
        config.GetString("c").ShouldBe("# no // comment");
    }

    [Fact]
    public void Text_may_be_unquoted_quoted_or_triple_quoted()
    {
        var config = ConfigurationFactory.ParseString(""""
            a = some words
            b = "quoted \"text\"\nand more"
            c = """two
            "lines" of text"""
            """");

        config.GetString("a").ShouldBe("some words");
        config.GetString("b").ShouldBe("quoted \"text\"\nand more");
        config.GetString("c").ShouldBe("two\n\"lines\" of text");
    }

    [Fact]
    public void Arrays_hold_texts_or_objects()
    {
        var config = ConfigurationFactory.ParseString("""
            texts = ["a", b, "c, d"]
            objects = [
              { jid = "a@example.org", port = 1 },
              { jid = "b@example.org" }
            ]
            empty = []
            """);

        config.GetStringList("texts").ShouldBe(["a", "b", "c, d"]);
        config.GetStringList("empty").ShouldBeEmpty();
        var objects = config.GetValue("objects")!.GetArray()!;
        objects.Select(o => o.GetObject()!.Items["jid"].GetString()).ShouldBe(["a@example.org", "b@example.org"]);
        objects[0].IsObject().ShouldBeTrue();
        objects[0].GetObject()!.Items.Keys.ShouldBe(["jid", "port"]);
    }

    [Fact]
    public void A_walk_over_the_tree_sees_every_key_and_kind()
    {
        var root = ConfigurationFactory.ParseString("a { text = x, list = [1], inner { b = 1 } }").Root;

        var a = root.GetObject()!.Items["a"].GetObject()!;
        a.Items["text"].IsString().ShouldBeTrue();
        a.Items["list"].IsArray().ShouldBeTrue();
        a.Items["inner"].IsObject().ShouldBeTrue();
        a.Items["inner"].IsString().ShouldBeFalse();
    }

    [Fact]
    public void A_substitution_stands_for_the_value_at_its_path()
    {
        var config = ConfigurationFactory.ParseString("""
            base { dir = "/var/lib", size = 3 }
            number = ${base.size}
            object = ${base}
            """);

        config.GetInt("number").ShouldBe(3);
        config.GetString("object.dir").ShouldBe("/var/lib");
    }

    [Fact]
    public void A_substitution_without_a_value_is_an_error() =>
        Should.Throw<Exception>(() => ConfigurationFactory.ParseString("a = ${nothing.there}"));

    [Fact]
    public void An_include_merges_what_the_callback_gives()
    {
        var config = ConfigurationFactory.ParseString(
            """
            a {
              include "defaults"
              y = 2
            }
            """,
            name => Parser.Parse($"x = \"{name}\"\ny = 1", null));

        config.GetString("a.x").ShouldBe("defaults");
        config.GetInt("a.y").ShouldBe(2);
    }

    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("5 minutes", 300_000)]
    [InlineData("100ms", 100)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2 days", 172_800_000)]
    [InlineData("250", 250)]
    public void Times_have_units_and_are_milliseconds_without(string text, double milliseconds) =>
        ConfigurationFactory.ParseString($"a = {text}").GetTimeSpan("a").TotalMilliseconds.ShouldBe(milliseconds);

    [Fact]
    public void Time_may_be_infinite() =>
        ConfigurationFactory.ParseString("a = infinite").GetTimeSpan("a").ShouldBe(Timeout.InfiniteTimeSpan);

    [Theory]
    [InlineData("100", 100L)]
    [InlineData("128b", 128L)]
    [InlineData("1kB", 1000L)]
    [InlineData("1k", 1024L)]
    [InlineData("64KiB", 65536L)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("2 GiB", 2L << 30)]
    [InlineData("3 megabytes", 3_000_000L)]
    public void Sizes_have_units_of_ten_or_of_two(string text, long bytes) =>
        ConfigurationFactory.ParseString($"a = {text}").GetByteSize("a").ShouldBe(bytes);

    [Fact]
    public void Switches_are_on_or_off_true_or_false()
    {
        var config = ConfigurationFactory.ParseString("a = on, b = off, c = true, d = false");

        config.GetBoolean("a").ShouldBeTrue();
        config.GetBoolean("b").ShouldBeFalse();
        config.GetBoolean("c").ShouldBeTrue();
        config.GetBoolean("d").ShouldBeFalse();
    }

    [Fact]
    public void What_is_missing_has_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");

        config.HasPath("a").ShouldBeTrue();
        config.HasPath("b").ShouldBeFalse();
        config.GetString("b", "default").ShouldBe("default");
        config.GetInt("b", 7).ShouldBe(7);
        config.GetTimeSpan("b", TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(1));
        config.GetByteSize("b").ShouldBeNull();
    }

    [Fact]
    public void A_fallback_fills_what_is_missing()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }").WithFallback(ConfigurationFactory.ParseString("a { x = 0, y = 2 }\nb = 3"));

        config.GetInt("a.x").ShouldBe(1);
        config.GetInt("a.y").ShouldBe(2);
        config.GetInt("b").ShouldBe(3);
        config.GetConfig("a")!.GetInt("y").ShouldBe(2);
    }
}

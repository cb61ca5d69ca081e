using Akka.Configuration;

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

        config.GetString("a.b.c").ShouldBe("1");
        config.GetString("a.b.d").ShouldBe("2");
        config.GetValue("a.b")!.ToConfig().GetString("e").ShouldBe("3");
    }

    [Fact]
    public void Later_values_replace_earlier_ones_and_objects_merge()
    {
        var config = ConfigurationFactory.ParseString("""
            a { x = 1, y = 1 }
            a { y = 2 }
            a.z = 3
            """);

        config.GetString("a.x").ShouldBe("1");
        config.GetString("a.y").ShouldBe("2");
        config.GetString("a.z").ShouldBe("3");
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

        config.GetString("a").ShouldBe("1");
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
    public void A_substitution_stands_for_the_value_at_its_path()
    {
        var config = ConfigurationFactory.ParseString("""
            base { dir = "/var/lib", size = 3 }
            number = ${base.size}
            object = ${base}
            """);

        config.GetString("number").ShouldBe("3");
        config.GetString("object.dir").ShouldBe("/var/lib");
    }

    [Fact]
    public void A_substitution_without_a_value_is_an_error() =>
        Should.Throw<Exception>(() => ConfigurationFactory.ParseString("a = ${nothing.there}"));

    [Fact]
    public void A_fallback_fills_what_is_missing()
    {
        var config = ConfigurationFactory.ParseString("a { x = 1 }").WithFallback(ConfigurationFactory.ParseString("a { x = 0, y = 2 }\nb = 3"));

        config.GetString("a.x").ShouldBe("1");
        config.GetString("a.y").ShouldBe("2");
        config.GetString("b").ShouldBe("3");
    }

    [Fact]
    public void Quoted_keys_may_hold_dots()
    {
        var config = ConfigurationFactory.ParseString("""bindings { "My.Type, My.Assembly" = json }""");

        config.GetString("bindings.\"My.Type, My.Assembly\"").ShouldBe("json");
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
        objects.ShouldAllBe(o => o.IsObject());
        objects.Select(o => o.ToConfig().GetString("jid", null)).ShouldBe(["a@example.org", "b@example.org"]);
    }

    [Fact]
    public void What_is_missing_has_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");

        config.GetString("b", "default").ShouldBe("default");
        config.GetValue("b").ShouldBeNull();
    }
}

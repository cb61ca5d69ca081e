using Spectre.Console;

namespace Orchestrator.Host.Demo;

/// <summary>Tells what happens as it happens: with colours on a terminal, in plain lines elsewhere.</summary>
internal sealed class DemoReport
{
    private readonly IAnsiConsole _console;

    /// <param name="json">Standard output belongs to the result; the tale goes to standard error.</param>
    public DemoReport(bool json)
    {
        var redirected = json ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out),
        });
        if (redirected)
            _console.Profile.Width = 1000;
    }

    public void Title(string text) => _console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");

    public void Step(string text) => _console.MarkupLine($"  [green]✓[/] {Markup.Escape(text)}");

    public void Kill(string text) => _console.MarkupLine($"  [red bold]✗ {Markup.Escape(text)}[/]");

    public void Failure(string text, IEnumerable<DemoDaemon> daemons)
    {
        _console.MarkupLine($"[red bold]The demo failed:[/] {Markup.Escape(text)}");
        foreach (var daemon in daemons)
        {
            _console.MarkupLine($"[yellow]The end of the log of {daemon.Name}:[/]");
            foreach (var line in daemon.LastLines)
                _console.WriteLine($"    {line}");
        }
    }

    public void Summary(params (string Name, string Value)[] rows)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var (name, value) in rows)
            grid.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value));
        _console.Write(new Padder(grid).Padding(2, 1, 0, 0));
    }
}

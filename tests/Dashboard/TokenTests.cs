using Microsoft.Playwright;
using Orchestrator.Tests.Host;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Tests.Dashboard;

/// <summary>The dashboard of a daemon that demands a token.</summary>
[Collection(nameof(Browser))]
public sealed class TokenTests(Browser browser) : IAsyncLifetime, IDisposable
{
    private const string Token = "right-right-right-right";

    private readonly TempFolder _folder = new();
    private RunningDaemon? _daemon;
    private IPage _page = null!;
    private int _asked;

    public async Task InitializeAsync()
    {
        _folder.Write("password", "secret");
        _folder.Write("api.token", Token);
        _daemon = await RunningDaemon.StartAsync(_folder.Write("daemon.conf", """
            orchestrator {
              data-dir = data
              accounts = [{ jid = "bot@localhost", host = "127.0.0.1", port = 1, tls = insecure, password-file = password }]
              s5b.listen = "127.0.0.1:0"
              http { url = "http://127.0.0.1:0", token-file = "api.token" }
            }
            """));
        _page = await browser.NewPageAsync(_daemon.Url);
        await _page.ExposeFunctionAsync("asked", () => _asked++);
        await _page.AddInitScriptAsync("""
            const show = HTMLDialogElement.prototype.showModal;
            HTMLDialogElement.prototype.showModal = function () { asked(); show.call(this); };
            """);
        await _page.GotoAsync("/");
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _daemon!.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_asked_for_once_and_then_all_is_shown()
    {
        await EnterAsync(Token);
        await ShowsAllAsync();
        _asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_one_is_asked_for_again_once()
    {
        await EnterAsync("wrong-wrong-wrong-wrong");
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "another token" })).ToBeVisibleAsync();
        await Browser.ShootAsync(_page, "token");
        await EnterAsync(Token);
        await ShowsAllAsync();
        _asked.ShouldBe(2);
    }

    [Fact]
    public async Task Who_will_not_tell_it_is_left_alone_until_asking_to_be_asked()
    {
        await _page.GetByRole(AriaRole.Button, new() { Name = "Do nothing" }).ClickAsync();
        await Expect(_page.Locator("#summary")).ToContainTextAsync("Enter the token");

        // The events are tried for again and again; nobody is asked for that.
        await _page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Type == "warning" });
        await _page.WaitForConsoleMessageAsync(new() { Predicate = message => message.Type == "warning" });
        await Expect(_page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        _asked.ShouldBe(1);

        await _page.GetByRole(AriaRole.Button, new() { Name = "Enter the token" }).ClickAsync();
        await EnterAsync(Token);
        await ShowsAllAsync();
        _asked.ShouldBe(2);
    }

    private async Task EnterAsync(string token)
    {
        await _page.GetByLabel("Token", new() { Exact = true }).FillAsync(token);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
    }

    private async Task ShowsAllAsync()
    {
        await Expect(_page.Locator("#live")).ToHaveTextAsync("live");
        await Expect(_page.Locator("#summary")).ToContainTextAsync("No transfers");
        await Expect(_page.Locator("caption")).ToHaveTextAsync("Nothing.");
        await Expect(_page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }
}

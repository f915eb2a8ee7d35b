using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>A browser window that remembers what went wrong in it and whom it spoke to.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _hosts = new();

    private Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => _hosts.Enqueue(new Uri(request.Url).Host);
        page.WebSocket += (_, socket) => _hosts.Enqueue(new Uri(socket.Url).Host);
    }

    public IPage Page { get; }

    /// <summary>Errors in the console so far: script errors, refused content, failed requests.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>The hosts that the page asked anything of.</summary>
    public IReadOnlyList<string> Hosts => [.. _hosts.Distinct()];

    public ILocator Box => Page.Locator("[data-message-box]");

    internal static async Task<Window> CreateAsync(IBrowserContext context) => new(context, await context.NewPageAsync());

    /// <summary>Opens an address and waits until the page is interactive.</summary>
    public async Task GoAsync(string url)
    {
        await Page.GotoAsync(url);
        await Page.Locator("html[data-attached]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
    }

    /// <summary>Types a question and sends it with Enter.</summary>
    public async Task AskAsync(string question)
    {
        await Box.FillAsync(question);
        await Box.PressAsync("Enter");
    }

    /// <summary>Waits until an element with this text is to be seen.</summary>
    public Task SeeAsync(string text) => Page.GetByText(text).First.WaitForAsync();

    /// <summary>Saves what the window shows as artifacts/screenshots/NAME.png.</summary>
    public async Task ShootAsync(string name)
    {
        var folder = Path.Combine(Artifacts.Root, "screenshots");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }

    public async ValueTask DisposeAsync()
    {
        await TellAsync();
        await _context.DisposeAsync();
    }

    // A test's output is printed when it fails; without it, a time-out says only what was not there.
    private async Task TellAsync()
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{Page.Url}: {string.Join(" | ", _complaints)}");
        try
        {
            var text = await Page.Locator("body").InnerTextAsync(new LocatorInnerTextOptions { Timeout = 1_000 });
            output?.WriteLine(text.Length > 2_000 ? text[..2_000] : text);
        }
        catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
        {
            output?.WriteLine(gone.Message);
        }
    }
}

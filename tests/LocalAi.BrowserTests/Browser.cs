using LocalAi.BrowserTests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace LocalAi.BrowserTests;

/// <summary>
/// One headless Chromium for all tests: the machine's own (LOCALAI_CHROMIUM, or chromium, chromium-browser, google-chrome on PATH). A test
/// that opens a window is skipped with the reason where there is none.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string _absent = "";

    public async ValueTask InitializeAsync()
    {
        if (FindChromium() is not { } path)
        {
            _absent = "No Chromium on this machine: install chromium, or set LOCALAI_CHROMIUM to its path.";
            return;
        }

        // Patience, not pace: the tests run on small machines beside others.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Opens a window of its own: own storage, own cookies. Skips the test where there is no Chromium.</summary>
    public async Task<Window> OpenAsync(int width = 1280, int height = 860, bool dark = false, bool touch = false, bool ignoreCertificates = false)
    {
        Assert.SkipWhen(_browser is null, _absent);
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = touch,
            IgnoreHTTPSErrors = ignoreCertificates,
            IsMobile = touch,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        return await Window.CreateAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? FindChromium()
    {
        if (Environment.GetEnvironmentVariable("LOCALAI_CHROMIUM") is { Length: > 0 } chosen)
        {
            return File.Exists(chosen) ? chosen : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(_ => folders, (name, folder) => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}

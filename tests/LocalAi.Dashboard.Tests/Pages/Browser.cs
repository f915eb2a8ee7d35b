using System.Collections.Concurrent;
using LocalAi.Dashboard.Tests.Pages;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace LocalAi.Dashboard.Tests.Pages;

/// <summary>One headless Chromium for the page tests (LOCALAI_CHROMIUM, or chromium on PATH); they are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A window that is logged in, and what its console and its network complained about.</summary>
    internal async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync(DashboardServer server, int width = 1280, bool isLoggedIn = true)
    {
        Assert.SkipWhen(_browser is null, "No Chromium on this machine: install chromium, or set LOCALAI_CHROMIUM to its path.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 860 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(90_000);
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Dialog += (_, dialog) => complaints.Enqueue($"dialog: {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Url, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                complaints.Enqueue($"foreign request: {request.Url}");
            }
        };
        if (isLoggedIn)
        {
            await page.GotoAsync($"{server.Url}/login?t={DashboardServer.Token}");
            await page.Locator("h1").WaitForAsync();
        }

        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable("LOCALAI_CHROMIUM") is { Length: > 0 } chosen ? chosen
        : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
}

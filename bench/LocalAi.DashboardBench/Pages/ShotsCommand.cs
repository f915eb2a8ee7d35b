using Microsoft.Playwright;

namespace LocalAi.DashboardBench.Pages;

/// <summary><c>shots URL TOKEN DIRECTORY</c>: a picture of every page, wide and as on a phone, light and dark, and what the browser complained about.</summary>
internal static class ShotsCommand
{
    public static async Task<int> RunAsync(string url, string token, string directory)
    {
        Directory.CreateDirectory(directory);
        await using var chromium = await Chromium.StartAsync();
        var complaints = 0;
        foreach (var (name, width, height, dark) in new[] { ("wide-light", 1440, 900, false), ("wide-dark", 1440, 900, true), ("phone-light", 390, 844, false), ("phone-dark", 390, 844, true) })
        {
            var page = await chromium.OpenAsync(url, token, width, height, dark);
            page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning")
                {
                    complaints++;
                    Console.WriteLine($"{name}: {message.Text}");
                }
            };
            await page.GotoAsync($"{url}/traces");
            var trace = await FirstAsync(page, "a.d-trace-row:has(.la-chip-success)");
            foreach (var (file, path) in new[]
            {
                ("models", "models"), ("resources", "resources"), ("graph", "resources?view=graph"), ("console", "console"), ("logs", "logs"), ("traces", "traces"),
                ("trace", trace), ("metrics", "metrics?resource=agent&meter=Microsoft.AspNetCore.Hosting&instrument=http.server.request.duration"),
            })
            {
                await page.GotoAsync($"{url}/{path}");
                await page.Locator("h1").WaitForAsync();
                await page.WaitForTimeoutAsync(1_200);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{file}-{name}.png"), FullPage = file == "models" });
            }

            await ShootPanelAsync(page, url, trace, Path.Combine(directory, $"span-{name}.png"));
        }

        return complaints == 0 ? 0 : 1;
    }

    private static async Task<string> FirstAsync(IPage page, string selector)
    {
        await page.Locator(selector).First.WaitForAsync();
        return await page.Locator(selector).First.GetAttributeAsync("href") ?? "traces";
    }

    private static async Task ShootPanelAsync(IPage page, string url, string trace, string path)
    {
        await page.GotoAsync($"{url}/{trace}");
        await page.GetByText("chat llama", new PageGetByTextOptions { Exact = false }).First.ClickAsync();
        await page.Locator(".d-genai").WaitForAsync();
        await page.WaitForTimeoutAsync(500);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
    }
}

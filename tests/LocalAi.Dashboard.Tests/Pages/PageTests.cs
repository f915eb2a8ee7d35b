using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Tests.Models;
using Microsoft.Playwright;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Tests.Pages;

public class PageTests(Browser browser)
{
    private const string Evil = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Pages_ShowHostileTextAsText_AndFitTheScreen(int width)
    {
        await using var server = await DashboardServer.StartAsync();
        server.Store.Add(Otlp.Traces(Evil, Otlp.Span(1, 1, name: Evil + new string('n', 10_000), attributes: [(Evil, Evil), (Names.OperationName, "chat"), (Names.InputMessages, Evil)])));
        server.Store.Add(Otlp.Logs(Evil, Otlp.Log(Evil + new string('b', 10_000), 17, (Evil, Evil))));
        server.Store.Add(Otlp.Metrics(Evil, Otlp.Gauge(Evil, Otlp.Point(0, 1, (Evil, Evil)), Otlp.Point(0, 2, (Evil, "other")))));
        var call = Recent(ModelActivityTests.Call(2, 2, model: Evil));
        server.Store.Add(Otlp.Traces("agent", call));
        var (page, complaints) = await browser.OpenAsync(server, width);

        foreach (var (path, seen) in new[]
        {
            ("models", Evil), ("logs", Evil), ("traces", Evil), ("traces/00000000000000000000000000000001?span=0000000000000001", Evil),
            ($"metrics?resource={Uri.EscapeDataString(Evil)}&meter=test.meter&instrument={Uri.EscapeDataString(Evil)}", Evil), ("resources", "without a host"), ("console", "no host"), ("nowhere", "no such page"),
        })
        {
            await page.GotoAsync($"{server.Url}/{path}");
            await page.GetByText(seen, new PageGetByTextOptions { Exact = false }).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than the screen");
        }

        Assert.All(complaints, text => Assert.Contains("404", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ModelsPage_ShowsACall_WithinASecondOfItsTelemetry()
    {
        await using var server = await DashboardServer.StartAsync();
        var (page, complaints) = await browser.OpenAsync(server);
        await page.GotoAsync($"{server.Url}/models");
        await page.GetByText("No model was called").WaitForAsync();

        server.Store.Add(Otlp.Traces("agent", Recent(ModelActivityTests.Call(1, 2))));

        // Generous to a busy machine; the benchmark holds the second.
        await page.GetByText("50.5").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 5_000 });
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task SlowRequest_LeadsToItsSpan_ByItsLink()
    {
        await using var server = await DashboardServer.StartAsync();
        server.Store.Add(Otlp.Traces("agent", Recent(ModelActivityTests.Call(1, 2))));
        var (page, complaints) = await browser.OpenAsync(server);
        await page.GotoAsync($"{server.Url}/models");

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Trace", Exact = true }).ClickAsync();

        await page.Locator(".d-genai").GetByText("1,000 tokens").WaitForAsync();
        Assert.Equal("/traces/00000000000000000000000000000001?span=0000000000000002", new Uri(page.Url).PathAndQuery);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task SignIn_OpensThePage_WithTheTokenPasted()
    {
        await using var server = await DashboardServer.StartAsync();
        var (page, complaints) = await browser.OpenAsync(server, isLoggedIn: false);
        await page.GotoAsync($"{server.Url}/traces");

        await page.GetByLabel("Token").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await page.GetByText("not the token of this run").WaitForAsync();
        await page.GetByLabel("Token").FillAsync(DashboardServer.Token);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();

        await page.GetByText("No trace yet").WaitForAsync();
        Assert.Equal("/traces", new Uri(page.Url).AbsolutePath);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Theme_StaysDark_OnEveryPage()
    {
        await using var server = await DashboardServer.StartAsync();
        var (page, _) = await browser.OpenAsync(server);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });

        foreach (var path in new[] { "", "console", "traces", "models" })
        {
            await page.GotoAsync($"{server.Url}/{path}");
            await page.Locator("h1").WaitForAsync();
            Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        }
    }

    private static Dashboard.Receiver.Wire.Span Recent(Dashboard.Receiver.Wire.Span span)
    {
        var now = (ulong)TimeProvider.System.Now();
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (now - 5_000_000_000, now - 1_000_000_000);
        return span;
    }
}

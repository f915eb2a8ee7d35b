using System.Text.RegularExpressions;
using LocalAi.TestServers;

namespace LocalAi.BrowserTests;

/// <summary>The real stack, started by the real app host, as a person uses it. Leaves the screenshots that README and docs show.</summary>
public sealed partial class StackTests(Browser browser)
{
    [Fact]
    public async Task Conversation_IsFoundAgain_WhenTheStackIsRestarted()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess();
        await host.StartAndWaitAsync(cancellationToken);
        await using var window = await browser.OpenAsync();
        await window.GoAsync($"http://localhost:{host.Port("web")}");

        await window.AskAsync("My name is Ada. I keep bees in Kent, and every hive is weighed on Fridays.");
        await window.Page.Locator(".stat-button").First.WaitForAsync();
        await window.AskAsync("When do I weigh the hives?");
        await window.Page.Locator(".stat-button").Nth(1).WaitForAsync();
        var address = new Uri(window.Page.Url);
        await window.ShootAsync("chat");

        Assert.Contains("Fridays", await window.Page.Locator(".answer").Nth(1).InnerTextAsync());
        Assert.Matches(TokensPerSecond(), await window.Page.Locator(".answer-foot").Nth(1).InnerTextAsync());

        await host.StopAsync(cancellationToken: cancellationToken);
        await host.StartAndWaitAsync(cancellationToken);
        await using var later = await browser.OpenAsync(dark: true);
        await later.GoAsync(address.ToString());

        await later.SeeAsync("When do I weigh the hives?");
        Assert.Contains("Fridays", await later.Page.Locator(".answer").Nth(1).InnerTextAsync());
        await later.ShootAsync("chat-dark");
        Assert.Empty(later.Complaints);
        Assert.Equal(["localhost"], later.Hosts);
    }

    [Fact]
    public async Task OneChat_IsOneTraceAndStandsOnTheModelsPage_InTheDashboard()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess();
        await host.StartAndWaitAsync(cancellationToken);
        await host.WaitUntilAsync(() => Task.FromResult(host.Output.Contains("Press Ctrl+C", StringComparison.Ordinal)), "the summary", cancellationToken);
        await using var window = await browser.OpenAsync(height: 1000);
        await window.GoAsync($"http://localhost:{host.Port("web")}");
        await window.AskAsync("What time is it now? Use your tool.");
        await window.Page.Locator(".stat-button").First.WaitForAsync();

        await window.Page.GotoAsync(LoginAddress().Match(host.Output).Value);
        await window.SeeAsync("LocalAi.AgentApi.csproj");
        await window.ShootAsync("dashboard-resources");
        await window.Page.GotoAsync($"http://localhost:{host.Port("dashboard")}/models");
        await window.SeeAsync("simulated/extractive");
        await window.ShootAsync("dashboard-models");
        await window.Page.GotoAsync($"http://localhost:{host.Port("dashboard")}/traces?q=chat%20turn");
        await window.Page.GetByText("chat turn").First.ClickAsync();
        await window.SeeAsync("execute_tool");
        await window.ShootAsync("dashboard-trace");
        var trace = await window.Page.Locator("main").InnerTextAsync();

        Assert.Contains("web", trace);
        Assert.Contains("agent", trace);
        Assert.Contains("chat simulated/extractive", trace);
        Assert.Contains("postgresql", trace);
    }

    [GeneratedRegex(@"\d+ tok")]
    private static partial Regex TokensPerSecond();

    [GeneratedRegex(@"http://localhost:\d+/login\?t=\S+")]
    private static partial Regex LoginAddress();
}

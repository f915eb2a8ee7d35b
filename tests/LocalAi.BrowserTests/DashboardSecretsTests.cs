using LocalAi.TestServers;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>The stack's secrets as the dashboard shows them.</summary>
public sealed class DashboardSecretsTests(Browser browser)
{
    [Fact]
    public async Task Secret_IsMasked_Copied_AndADatabasePasswordChanged()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var host = new AppHostProcess(new Dictionary<string, string> { ["Services:n8n:Source"] = "off", ["Services:searxng:Source"] = "off" });
        host.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        await host.StartAndWaitAsync(cancellationToken);
        await using var window = await browser.OpenAsync();
        var dashboard = $"http://localhost:{host.Port("dashboard")}";
        await window.Page.GotoAsync($"{dashboard}/login?t={host.Secret("dashboard-browser-token")}");

        await window.Page.GotoAsync($"{dashboard}/resources?resource=agent-key");
        var copy = window.Page.GetByRole(AriaRole.Button, new() { Name = "Copy Value", Exact = true });
        await copy.WaitForAsync();
        Assert.DoesNotContain(host.Secret("agent-key"), await window.Page.ContentAsync());
        await copy.ClickAsync();
        await window.SeeAsync("Copied");
        Assert.Equal(host.Secret("agent-key"), await window.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await window.ShootAsync("dashboard-secret");

        var old = host.Secret("agent-db-password");
        await window.Page.GotoAsync($"{dashboard}/resources?resource=agent-db-password");
        await window.Page.Locator(".d-commands .la-button").Filter(new() { HasText = "Change password" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Change password", Exact = true }).ClickAsync();
        await window.SeeAsync("agent-db-password: Change password done.");
        Assert.NotEqual(old, host.Secret("agent-db-password"));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show Value", Exact = true }).ClickAsync();
        await window.SeeAsync(host.Secret("agent-db-password"));
        await host.WaitUntilUpAsync("agent", cancellationToken);
        Assert.Empty(window.Complaints);
    }
}

using System.Text.RegularExpressions;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>What a person sees in the dashboard of the container engine: pulls, and its death and return. The engine is the test's own.</summary>
[Collection(nameof(Containers))]
public sealed partial class ContainerEngineTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledEngine_IsStated_AndItsContainersComeBackWithIt()
    {
        SkipWhereThereIsNone(OwnDocker.WhyNot());
        await using var engine = new OwnDocker();
        await engine.StartAsync(Cancellation);
        TinyImage.MakeIn(arguments => engine.Read(arguments));
        await using var host = await StartAsync(engine, TinyImage.Name);
        await using var window = await OpenResourcesAsync(host);
        string[] services = ["open-webui", "searxng"];
        await Assert.AllAsync(services, service => ExpectAsync(window, service, "Running"));

        await engine.KillAsync(Cancellation);
        await Assert.AllAsync(services, service => ExpectAsync(window, service, "Container engine unhealthy"));
        await Assert.AllAsync(services, service => ExpectAsync(window, service, "does not answer any more. It goes on when the engine is back."));
        await window.ShootAsync("dashboard-engine-lost");

        await engine.StartAsync(Cancellation);
        await Assert.AllAsync(services, service => ExpectAsync(window, service, "Running"));
        Assert.Equal(services, engine.Read("ps", "--format", "{{.Label \"localai.resource\"}}").Split('\n').Order(StringComparer.Ordinal));
        await Assert.AllAsync(services, service => host.WaitUntilUpAsync(service, Cancellation));
    }

    [Fact]
    public async Task Pull_ShowsItsProgress()
    {
        SkipWhereThereIsNone(OwnDocker.WhyNot() ?? OwnRegistry.WhyNot());
        await using var registry = new OwnRegistry();
        await registry.StartAsync(Cancellation);
        await using var engine = new OwnDocker();
        await engine.StartAsync(Cancellation);
        var pushed = $"{registry.Host}/localai/tiny:1";
        TinyImage.MakeIn(arguments => engine.Read(arguments), pushed, ballast: 20_000_000);
        engine.Read("push", "--quiet", pushed);
        engine.Read("rmi", "--force", pushed);

        await using var host = await StartAsync(engine, $"{registry.SlowHost}/localai/tiny:1");
        await using var window = await OpenResourcesAsync(host);
        await Assertions.Expect(Row(window, "searxng")).ToContainTextAsync(PullText());
        await window.ShootAsync("dashboard-pulling");

        registry.HurryUp();
        await ExpectAsync(window, "searxng", "Running");
        Assert.Matches(PullLine(), await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "logs", "searxng.log"), Cancellation));
    }

    private static void SkipWhereThereIsNone(string? reason) => Assert.SkipWhen(reason is not null, reason ?? "");

    private static async Task<AppHostProcess> StartAsync(OwnEngine engine, string image)
    {
        var host = new AppHostProcess(new Dictionary<string, string>
        {
            ["Services:searxng:Image"] = image, ["Services:searxng:Source"] = "container",
            ["Services:open-webui:Image"] = image, ["Services:open-webui:Source"] = "container",
            ["Services:n8n:Source"] = "off",
        });
        host.Environment["DOCKER_HOST"] = engine.Address;
        host.Start();
        await host.WaitUntilUpAsync("dashboard", Cancellation);
        return host;
    }

    private async Task<Window> OpenResourcesAsync(AppHostProcess host)
    {
        var window = await browser.OpenAsync(height: 1000);
        await window.Page.GotoAsync($"{host.Address("dashboard")}login?t={host.Secret("dashboard-browser-token")}");
        await window.Page.GotoAsync($"{host.Address("dashboard")}resources");
        return window;
    }

    private static ILocator Row(Window window, string service) => window.Page.Locator(".d-resources tbody tr").Filter(new() { Has = window.Page.GetByRole(AriaRole.Button, new() { Name = service, Exact = true }) });

    private static Task ExpectAsync(Window window, string service, string text) => Assertions.Expect(Row(window, service)).ToContainTextAsync(text);

    [GeneratedRegex(@"Pulling image: \d+ % of \d+ MB")]
    private static partial Regex PullText();

    [GeneratedRegex(@"Pulling 127\.0\.0\.1:\d+/localai/tiny:1: \d+ % of \d+ MB so far")]
    private static partial Regex PullLine();
}

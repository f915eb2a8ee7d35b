using LocalAi.TestServers.FakeAgent;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests;

/// <summary>The services page says of each service how it is, where it comes from, what it is wired to, and how to have it.</summary>
public sealed class ServicesPageTests(Browser browser, WebFixture fixture) : IClassFixture<WebFixture>
{
    private const string Services = """
        { "items": [
          { "name": "web", "state": "up", "source": "project", "reason": null, "remedy": null, "link": "http://localhost:7080", "uses": ["agent"] },
          { "name": "agent", "state": "up", "source": "project", "reason": null, "remedy": null, "link": null, "uses": ["ollama", "postgres", "searxng", "n8n"] },
          { "name": "dashboard", "state": "up", "source": "project", "reason": null, "remedy": null, "link": "http://localhost:18888", "uses": [] },
          { "name": "ollama", "state": "up", "source": "embedded", "reason": "LocalAi's simulator, not a language model: no container engine (Docker or Podman) was found, and 'ollama' is not installed", "remedy": "install and start Docker or Podman, or install Ollama (https://ollama.com/download)", "link": null, "uses": [] },
          { "name": "postgres", "state": "up", "source": "native", "reason": "/usr/lib/postgresql/15/bin/postgres", "remedy": null, "link": null, "uses": [] },
          { "name": "n8n", "state": "down", "source": "container", "reason": "docker.n8n.io/n8nio/n8n:2.28.3", "remedy": null, "link": "http://localhost:5678", "uses": ["agent", "ollama", "postgres", "searxng"] },
          { "name": "open-webui", "state": "off", "source": "off", "reason": "the image ghcr.io/open-webui/open-webui:0.9.2 is not on this machine and cannot be pulled (ghcr.io does not answer), and 'open-webui' is not installed", "remedy": "connect this machine to the internet once, or load the image with 'docker load', or set LocalAi:Services:open-webui:Image to one that is here, or run 'pip install open-webui'", "link": null, "uses": ["agent", "ollama", "searxng"] },
          { "name": "searxng", "state": "up", "source": "external", "reason": "configured", "remedy": null, "link": "http://search.intranet:8081", "uses": [] }
        ] }
        """;

    [Theory]
    [InlineData("wide-light", 1280, 860, false)]
    [InlineData("wide-dark", 1280, 860, true)]
    [InlineData("phone-light", 390, 844, false)]
    [InlineData("phone-dark", 390, 844, true)]
    public async Task Page_TellsOfEveryService_AtEverySize(string name, int width, int height, bool dark)
    {
        fixture.Agent.Services = Services;
        await using var window = await browser.OpenAsync(width, height, dark, touch: width < 860);
        await window.Page.GotoAsync($"{fixture.Web.Url}/services");
        await window.Page.Locator(".service").First.WaitForAsync();
        await window.ShootAsync($"{name}-30-services");

        Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        await SeesAsync(window, "n8n", "Not answering", "Container: docker.n8n.io/n8nio/n8n:2.28.3", "Wired to Agent, Model server, Postgres, SearXNG");
        await SeesAsync(window, "Open WebUI", "Off", "cannot be pulled (ghcr.io does not answer)", "To have it: connect this machine to the internet once, or load the image");
        await SeesAsync(window, "Postgres", "Running", "Program of this machine: /usr/lib/postgresql/15/bin/postgres", "Keeps conversations");
        await SeesAsync(window, "Model server", "Running", "LocalAi's own: LocalAi's simulator", "For a real one: install and start Docker or Podman, or install Ollama");
        Assert.Equal("http://localhost:18888", await Service(window, "Dashboard").GetByRole(AriaRole.Link).GetAttributeAsync("href"));
        Assert.Equal("http://search.intranet:8081", await Service(window, "SearXNG").GetByRole(AriaRole.Link).GetAttributeAsync("href"));

        // Nobody is sent to what does not answer, or is off.
        Assert.Equal(0, await Service(window, "n8n").GetByRole(AriaRole.Link).CountAsync());
        Assert.Equal(0, await Service(window, "Open WebUI").GetByRole(AriaRole.Link).CountAsync());
        Assert.Empty(window.Complaints);
        Assert.Equal(["localhost"], window.Hosts);
    }

    [Fact]
    public async Task State_Changes_WithoutAReload()
    {
        fixture.Agent.Services = Services;
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync($"{fixture.Web.Url}/services");
        await Assertions.Expect(Service(window, "n8n")).ToContainTextAsync("Not answering");

        fixture.Agent.Services = Services.Replace("\"n8n\", \"state\": \"down\"", "\"n8n\", \"state\": \"up\"", StringComparison.Ordinal);

        await Assertions.Expect(Service(window, "n8n")).ToContainTextAsync("Running");
        await Assertions.Expect(Service(window, "n8n").GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "http://localhost:5678");
    }

    private static ILocator Service(Window window, string title) =>
        window.Page.Locator(".service").Filter(new() { Has = window.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }) });

    private static async Task SeesAsync(Window window, string title, params string[] texts)
    {
        foreach (var text in texts)
        {
            await Assertions.Expect(Service(window, title)).ToContainTextAsync(text);
        }
    }
}

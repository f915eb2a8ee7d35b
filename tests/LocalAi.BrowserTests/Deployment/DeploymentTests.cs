using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Playwright;

namespace LocalAi.BrowserTests.Deployment;

/// <summary>What an operator and the internet see of the public deployment.</summary>
[Collection(nameof(Containers))]
public sealed class DeploymentTests(DeployedStack stack, Browser browser) : IClassFixture<DeployedStack>
{
    private static readonly string[] OurImages = ["agent", "web", "dashboard"];

    [Fact]
    public async Task Containers_AreConfined_AndOnlyTheEntryHasPorts()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        foreach (var (service, id, _) in await stack.ContainersAsync())
        {
            var container = await DeployedStack.InspectAsync(id);
            var host = container.GetProperty("HostConfig");
            Assert.Equal(["ALL"], host.GetProperty("CapDrop").EnumerateArray().Select(item => item.GetString()));
            Assert.Equal("10m", host.GetProperty("LogConfig").GetProperty("Config").GetProperty("max-size").GetString());
            Assert.Equal(service == "ollama-pull" ? "on-failure" : "unless-stopped", host.GetProperty("RestartPolicy").GetProperty("Name").GetString());
            Assert.Equal(service == "caddy", host.GetProperty("PortBindings").EnumerateObject().Any());
            if (OurImages.Contains(service))
            {
                Assert.Equal("1654", container.GetProperty("Config").GetProperty("User").GetString());
                Assert.True(host.GetProperty("ReadonlyRootfs").GetBoolean());
            }
        }
    }

    [Fact]
    public async Task HostNames_AnswerOverTheEntry_WithItsAuthority()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var answers = new List<(string Label, HttpStatusCode Status)>();
        foreach (var (label, path) in new[] { ("", "/sign-in"), ("api", "/health"), ("n8n", "/healthz"), ("chat", "/health") })
        {
            using var client = stack.CreateClient(label);
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            answers.Add((label, answer.StatusCode));
        }

        Assert.Equal([("", HttpStatusCode.OK), ("api", HttpStatusCode.OK), ("n8n", HttpStatusCode.OK), ("chat", HttpStatusCode.OK)], answers);
    }

    [Fact]
    public async Task Agent_AsksForAKey()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        using var client = stack.CreateClient("api");

        using var without = await client.GetAsync("/v1/models", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Secret("AGENT_KEY"));
        using var with = await client.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    [Fact]
    public async Task EveryOtherPort_Refuses_OnTheMachinesAddress()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var address = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.NetworkInterfaceType != NetworkInterfaceType.Loopback && network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork);
        Assert.SkipWhen(address is null, "not obtainable: this machine has no address but loopback");

        // The ports of the services on a machine and in their containers.
        var open = new List<int>();
        foreach (var port in new[] { 3000, 5432, 5678, 7080, 7081, 7432, 8000, 8080, 8081, 11434, 11435, 18887, 18888, 18889, 18890, stack.HttpsPort })
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address!, port, TestContext.Current.CancellationToken);
                open.Add(port);
            }
            catch (SocketException)
            {
                // Refused, as it should be.
            }
        }

        Assert.Equal([stack.HttpsPort], open);
    }

    [Fact]
    public async Task Visitor_SignsInAndChats()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        await using var window = await browser.OpenAsync(ignoreCertificates: true);

        await window.Page.GotoAsync(stack.Address(""));
        await window.Page.Locator("#password").FillAsync(stack.Secret("WEB_PASSWORD"));
        await window.Page.Locator("#password").PressAsync("Enter");
        await window.Page.Locator("html[data-attached]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await window.AskAsync("My name is Ada. What is my name?");
        await window.Page.Locator(".stat-button").First.WaitForAsync();
        await window.ShootAsync("deployment");
        Assert.Contains("Ada", await window.Page.Locator(".answer").First.InnerTextAsync());

        await window.Page.GotoAsync($"{stack.Address("")}/services");
        await Assertions.Expect(window.Page.Locator(".service")).ToHaveCountAsync(9);
        await Assertions.Expect(window.Page.Locator(".service-list a")).ToHaveCountAsync(3);
        await window.ShootAsync("deployment-services");
        Assert.Equal([DeployedStack.Domain], window.Hosts);
    }

    [Fact]
    public async Task ServicesPage_ShowsWhatRuns_AndWhereABrowserFindsIt()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        using var client = stack.CreateAgentClient();

        var services = await client.GetFromJsonAsync<JsonElement>("/api/services", TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                ("web", "up", stack.Address("")), ("agent", "up", null), ("dashboard", "up", null), ("ollama", "up", null), ("postgres", "up", null),
                ("n8n", "up", stack.Address("n8n")), ("open-webui", "up", stack.Address("chat")), ("searxng", "up", null), ("caddy", "up", null),
            ],
            services.GetProperty("items").EnumerateArray().Select(service =>
                (service.GetProperty("name").GetString(), service.GetProperty("state").GetString(), service.TryGetProperty("link", out var link) ? link.GetString() : null)));
    }

    [Fact]
    public async Task OpenedModelServer_WantsItsToken_AndWhatIsNotOpenedHasNoHostName()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var answers = new List<HttpStatusCode>();
        foreach (var token in new[] { null, "wrong", stack.Secret("AGENT_KEY"), stack.Secret("OLLAMA_ROUTE_TOKEN") })
        {
            using var client = stack.CreateClient("ollama");
            client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.GetAsync("/api/tags", TestContext.Current.CancellationToken);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK], answers);
        foreach (var label in new[] { "searxng", "dashboard", "postgres" })
        {
            using var client = stack.CreateClient(label);
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/", TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Data_IsThere_AfterDownAndUp()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var visitor = await DeploymentVisitor.MakeAsync(stack);
        var before = await visitor.ReadAsync();

        await stack.StopAsync();
        Assert.Empty(await stack.ContainersAsync());
        await stack.StartAsync();

        Assert.Equal(before, await visitor.ReadAsync());
    }

    [Fact]
    public async Task Data_IsThere_AfterEverythingWasLostAndRestored()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var visitor = await DeploymentVisitor.MakeAsync(stack);
        var before = await visitor.ReadAsync();
        Assert.Contains(DeploymentVisitor.Fact, before.Conversation);
        Assert.Contains("\"documentName\":\"bees.md\"", before.Passages);
        Assert.Contains("\"similarity\":0.", before.Passages);
        Assert.Equal($"403, 200 {DeploymentVisitor.Fact}", before.Opened);

        await stack.SaveAsync();
        await stack.DestroyAsync();
        await stack.RestoreAsync();

        Assert.Equal(before, await visitor.ReadAsync());
    }
}

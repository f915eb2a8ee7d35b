using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;

namespace LocalAi.BrowserTests.Deployment;

/// <summary>What an operator and the internet see of the public deployment.</summary>
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
        await window.Page.Locator("html[data-attached]").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await window.AskAsync("My name is Ada. What is my name?");
        await window.Page.Locator(".stat-button").First.WaitForAsync();
        await window.ShootAsync("deployment");

        Assert.Contains("Ada", await window.Page.Locator(".answer").First.InnerTextAsync());
        Assert.Equal([DeployedStack.Domain], window.Hosts);
    }

    [Fact]
    public async Task Data_IsThere_AfterDownAndUp()
    {
        Assert.SkipWhen(stack.WhyNot is not null, stack.WhyNot ?? "");
        var cancellationToken = TestContext.Current.CancellationToken;
        string id;
        using (var client = Authorized())
        {
            using var created = await client.PostAsJsonAsync("/api/conversations", new { title = "Bees" }, cancellationToken);
            id = (await created.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString()!;
            using var sent = await client.PostAsJsonAsync($"/api/conversations/{id}/messages", new { content = "Every hive is weighed on Fridays." }, cancellationToken);
            await sent.Content.ReadAsStringAsync(cancellationToken);
        }

        const string Workflows = "SELECT id, active FROM workflow_entity ORDER BY id";
        const string Credentials = "SELECT id, data FROM credentials_entity ORDER BY id";
        var before = (await stack.QueryAsync("n8n", Workflows), await stack.QueryAsync("n8n", Credentials));
        await stack.StopAsync();
        Assert.Empty(await stack.ContainersAsync());
        await stack.StartAsync();

        using var again = Authorized();
        var conversation = await again.GetStringAsync($"/api/conversations/{id}", cancellationToken);
        Assert.Contains("Every hive is weighed on Fridays.", conversation);
        Assert.NotEmpty(before.Item1.Trim());
        Assert.Equal(before, (await stack.QueryAsync("n8n", Workflows), await stack.QueryAsync("n8n", Credentials)));

        HttpClient Authorized()
        {
            var client = stack.CreateClient("api");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Secret("AGENT_KEY"));
            return client;
        }
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.TestServers;
using LocalAi.TestServers.Engines;

namespace LocalAi.IntegrationTests.Services;

/// <summary>Everything wired to everything, from containers and from native programs.</summary>
[Collection(nameof(WholeStacks))]
public sealed class WholeStackTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stack_SearchesAnswersAndRunsWorkflows_FromContainers()
    {
        Assert.SkipWhen(RealServices.WhyNoContainers() is not null, RealServices.WhyNoContainers() ?? "");
        await using var corpus = await SearchCorpus.StartAsync();
        using var engine = new EngineState();
        await using var host = new AppHostProcess(
            new Dictionary<string, string>([.. RealServices.ImageSettings, .. corpus.Settings, new("Environment", "lan"), new("Domain", "stack.test")]), engine.DataDirectory)
        {
            // A killed n8n may find its database killed as well, and is then started a second time.
            Patience = TimeSpan.FromMinutes(3),
        };
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        foreach (var service in new[] { "postgres", "n8n", "searxng", "open-webui", "caddy" })
        {
            Assert.Matches($@"(?m)^  {service} .*container: localai-test/", host.Output);
        }

        await AssertWiredAsync(host);
        AssertOnlyCaddyIsPublished(host, engine);
        await AssertOpenWebUiKnowsItsNeighboursAsync(host);
        await AssertKilledContainersAreStartedAgainAsync(host, engine);
    }

    [Fact]
    public async Task Stack_SearchesAnswersAndRunsWorkflows_FromNativePrograms()
    {
        Assert.SkipWhen(RealServices.WhyNoPrograms() is not null, RealServices.WhyNoPrograms() ?? "");
        await using var corpus = await SearchCorpus.StartAsync();
        await using var host = new AppHostProcess(new Dictionary<string, string>([.. corpus.Settings, new("Environment", "lan"), new("Domain", "stack.test")]));
        host.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        host.Environment["PATH"] = $"{RealServices.N8nFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        foreach (var service in new[] { "postgres", "n8n", "searxng", "caddy" })
        {
            Assert.Matches($@"(?m)^  {service} .*native: /", host.Output);
        }

        Assert.Matches(@"(?m)^  open-webui +off: .*to have it: start Docker or Podman, or run 'pip install open-webui'", host.Output);
        await AssertWiredAsync(host);
    }

    [Fact]
    public async Task Stack_StartsAndSaysWhatIsOff_WithNeither()
    {
        await using var host = new AppHostProcess(new Dictionary<string, string>
        {
            ["Services:n8n:Source"] = "off", ["Services:searxng:Source"] = "off",
        });
        host.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        host.Start();
        await new StackClient(host).WaitUntilUpAsync(Cancellation);

        Assert.Matches(@"(?m)^  n8n +off: turned off; to have it: set LocalAi:Services:n8n:Source to auto", host.Output);
        Assert.Matches(@"(?m)^  searxng +off: ", host.Output);
        Assert.Matches(@"(?m)^  open-webui +off: ", host.Output);
        Assert.Matches(@"(?m)^  caddy +off: only this machine can reach the stack", host.Output);
        var (tools, answer) = await new StackClient(host).ChatAsync("My name is Ada and I keep bees. What is my name?", Cancellation);
        Assert.Empty(tools);
        Assert.Contains("Ada", answer);
    }

    private static async Task AssertWiredAsync(AppHostProcess host)
    {
        var client = new StackClient(host);

        var searched = await client.ChatAsync("Search the web: how does the Carniolan honey bee overwinter?", Cancellation);
        Assert.Equal(["web_search"], searched.Tools);
        Assert.Contains(SearchCorpus.Fact[..^1], searched.Answer);
        Assert.Contains(SearchCorpus.Page, searched.Answer);

        var asked = await client.CallWorkflowAsync("localai-ask", new { question = "My name is Ada and I keep bees. What is my name?" }, Cancellation);
        Assert.Contains("Ada", asked.GetProperty("answer").GetString());

        var stored = await client.CallWorkflowAsync("localai-ingest", new { title = "It's", text = "a $1 'text'" }, Cancellation);
        Assert.Equal(11, stored.GetProperty("characters").GetInt32());

        var researched = await client.ChatWithWorkflowAsync("Use n8n_research_web: what does the Carniolan bee need?", Cancellation);
        Assert.Equal(["n8n_research_web"], researched.Tools);
        Assert.Contains(SearchCorpus.Page, researched.Answer);

        await AssertN8nIsOwnedAndSafeAsync(host);
        await AssertCaddyServesTheWebAsync(host);
    }

    private static async Task AssertN8nIsOwnedAndSafeAsync(AppHostProcess host)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = host.Address("n8n") };
        using var entered = await client.PostAsJsonAsync("rest/login", new { emailOrLdapLoginId = "owner@localai.internal", password = host.Secret("n8n-owner-password") }, Cancellation);
        Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync(Cancellation));

        // By hand: behind Caddy the cookie is for https alone, and this is plain http on this machine.
        client.DefaultRequestHeaders.Add("Cookie", entered.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        var credentials = await client.GetFromJsonAsync<JsonElement>("rest/credentials", Cancellation);
        Assert.Equal(
            ["LocalAi MCP", "LocalAi Postgres", "LocalAi agent", "LocalAi models", "LocalAi search", "LocalAi webhooks"],
            credentials.GetProperty("data").EnumerateArray().Select(credential => credential.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        var nodes = await client.GetFromJsonAsync<JsonElement>("types/nodes.json", Cancellation);
        var names = nodes.EnumerateArray().Select(node => node.GetProperty("name").GetString()).ToHashSet();
        Assert.Contains("n8n-nodes-base.webhook", names);
        Assert.DoesNotContain("n8n-nodes-base.executeCommand", names);
        Assert.DoesNotContain("n8n-nodes-base.localFileTrigger", names);
    }

    private static async Task AssertCaddyServesTheWebAsync(AppHostProcess host)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, host.Port("caddy"), cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
            // Its authority is known to nobody yet; that there is TLS with the right name is what is asked.
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Issuer.Contains("Caddy Local Authority", StringComparison.Ordinal) },
        };
        using var client = new HttpClient(handler);
        using var page = await client.GetAsync(new Uri($"https://stack.test:{host.Port("caddy")}/health"), Cancellation);
        using var refused = await client.GetAsync(new Uri($"https://api.stack.test:{host.Port("caddy")}/v1/models"), Cancellation);
        client.DefaultRequestHeaders.Authorization = new("Bearer", host.Secret("agent-key"));
        using var models = await client.GetAsync(new Uri($"https://api.stack.test:{host.Port("caddy")}/v1/models"), Cancellation);
        using var workflows = await client.GetAsync(new Uri($"https://n8n.stack.test:{host.Port("caddy")}/healthz"), Cancellation);
        Assert.True(page.IsSuccessStatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.True(workflows.IsSuccessStatusCode);
        Assert.Contains($"On the network: https://stack.test:{host.Port("caddy")}. Other machines trust it once they have http://stack.test:{host.Port("caddy", "HttpPort")}/ca.crt", host.Output);
        Assert.Contains("simulated/extractive", await models.Content.ReadAsStringAsync(Cancellation));
    }

    private static void AssertOnlyCaddyIsPublished(AppHostProcess host, EngineState engine)
    {
        var published = engine.PublishedPorts();
        Assert.Equal(
            [$"0.0.0.0:{host.Port("caddy")}", $"0.0.0.0:{host.Port("caddy", "HttpPort")}"],
            published["caddy"].Order(StringComparer.Ordinal).OrderByDescending(port => port.EndsWith($":{host.Port("caddy")}", StringComparison.Ordinal)));
        Assert.All(published.Where(service => service.Key != "caddy").SelectMany(service => service.Value), port => Assert.StartsWith("127.0.0.1:", port));
        Assert.Equal([$"127.0.0.1:{host.Port("n8n")}"], published["n8n"]);
    }

    private static async Task AssertOpenWebUiKnowsItsNeighboursAsync(AppHostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Address("open-webui") };
        var environment = (await client.GetFromJsonAsync<JsonElement>("__recorded", Cancellation)).GetProperty("environment");

        Assert.Equal($"http://agent.dev.internal:{host.Port("agent")}/v1", environment.GetProperty("OPENAI_API_BASE_URLS").GetString());
        Assert.Equal($"http://simulator.dev.internal:{host.Port("simulator")}", environment.GetProperty("OLLAMA_BASE_URLS").GetString());
        Assert.Equal("http://searxng.dev.internal:8080/search?q=<query>", environment.GetProperty("SEARXNG_QUERY_URL").GetString());
        Assert.Equal("simulated/extractive", environment.GetProperty("TASK_MODEL_EXTERNAL").GetString());
        Assert.Equal("false", environment.GetProperty("ENABLE_SIGNUP").GetString());
        Assert.Equal(host.Secret("open-webui-admin-password"), environment.GetProperty("WEBUI_ADMIN_PASSWORD").GetString());
    }

    private static async Task AssertKilledContainersAreStartedAgainAsync(AppHostProcess host, EngineState engine)
    {
        var before = engine.Containers();
        Assert.Equal(["caddy", "n8n", "open-webui", "postgres", "searxng"], before.Keys.Order(StringComparer.Ordinal));
        engine.KillAll();

        await host.WaitUntilAsync(
            () => Task.FromResult(engine.Containers() is var after && before.All(service => after.TryGetValue(service.Key, out var id) && id != service.Value)),
            "a new container of each",
            Cancellation);
        foreach (var (service, path) in new[] { ("agent", "health"), ("searxng", "healthz"), ("open-webui", "health"), ("n8n", "healthz/readiness") })
        {
            await host.WaitUntilUpAsync(service, path, Cancellation);
        }

        await host.WaitUntilAsync(() => AnswersAsync(() => AssertCaddyServesTheWebAsync(host)), "Caddy to answer", Cancellation);
        var stored = await new StackClient(host).CallWorkflowAsync("localai-ingest", new { title = "Kept", text = "over the kill" }, Cancellation);

        // The second of a table that is still there; a killed Postgres leaves out up to 32 numbers.
        Assert.InRange(int.Parse(stored.GetProperty("id").ToString(), CultureInfo.InvariantCulture), 2, 34);
        var (_, answer) = await new StackClient(host).ChatAsync("My name is Ada. What is my name?", Cancellation);
        Assert.Contains("Ada", answer);
    }

    private static async Task<bool> AnswersAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

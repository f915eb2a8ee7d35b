using System.Text.Json;
using LocalAi.AgentApi.McpServers;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LocalAi.AgentApi.Tests.McpServers;

/// <summary>The agent as an MCP server, and as a client of servers behind HTTP and behind a program's standard streams.</summary>
public sealed class McpTests
{
    [Fact]
    public async Task Endpoint_OffersTheAgentsOwnTools_AndRunsThem()
    {
        await using var agent = AgentServer.Start("Endpoint=http://127.0.0.1:9;Model=x");
        await using var client = await ConnectAsync(agent);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var sum = await client.CallToolAsync("calculator_calculate", new Dictionary<string, object?> { ["expression"] = "6*7" }, cancellationToken: TestContext.Current.CancellationToken);
        var wrong = await client.CallToolAsync("calculator_calculate", new Dictionary<string, object?> { ["expression"] = "6*" }, cancellationToken: TestContext.Current.CancellationToken);
        var missing = await client.CallToolAsync("calculator_calculate", new Dictionary<string, object?>(), cancellationToken: TestContext.Current.CancellationToken);
        var inside = await client.CallToolAsync("web_read", new Dictionary<string, object?> { ["url"] = agent.Address.AbsoluteUri }, cancellationToken: TestContext.Current.CancellationToken);
        var unknown = await Assert.ThrowsAsync<McpProtocolException>(
            async () => await client.CallToolAsync("nowhere", new Dictionary<string, object?>(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(["calculator_calculate", "time_now", "web_read"], tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["expression"], tools.Single(tool => tool.Name == "calculator_calculate").JsonSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal((false, "42"), (sum.IsError ?? false, Text(sum)));
        Assert.Equal((true, "The tool failed: the expression ends too early"), (wrong.IsError ?? false, Text(wrong)));
        Assert.Equal(true, missing.IsError);
        Assert.StartsWith("Not run: 'expression' is missing", Text(missing), StringComparison.Ordinal);
        Assert.Equal(true, inside.IsError);
        Assert.Contains("private network", Text(inside), StringComparison.Ordinal);
        Assert.Contains("There is no tool 'nowhere'.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_HasTheToolsOfAServerBehindHttp_AndDoesNotPassThemOn()
    {
        await using var server = AgentServer.Start("Endpoint=http://127.0.0.1:9;Model=x");
        await using var agent = AgentServer.Start(
            "Endpoint=http://127.0.0.1:9;Model=x", settings: [("McpServers:other:Url", new Uri(server.Address, "/mcp").AbsoluteUri), ("McpServers:other:ReadOnly", "true")]);

        var tool = await WaitForToolAsync(agent, "other_calculator_calculate");
        await using var client = await ConnectAsync(agent);
        var own = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("other", "reads", true), (tool.GetProperty("group").GetString(), tool.GetProperty("effect").GetString(), tool.GetProperty("untrusted").GetBoolean()));
        Assert.DoesNotContain(own, offered => offered.Name.StartsWith("other_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agent_StartsAProgramAndUsesItsTools_WithoutGivingItItsOwnEnvironment()
    {
        var directory = Directory.CreateTempSubdirectory("localai-mcp-");
        var program = Path.Combine(directory.FullName, "server.sh");
        await File.WriteAllTextAsync(
            program,
            """
            secret="${LOCALAI_TEST_SECRET:-none}"
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\("[^"]*"\|[0-9]*\).*/\1/p')
              case "$line" in
                *'"initialize"'*) version=$(printf '%s' "$line" | sed -n 's/.*"protocolVersion":"\([^"]*\)".*/\1/p')
                  printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"%s","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}}\n' "$id" "$version" ;;
                *'"tools/list"'*) printf '{"jsonrpc":"2.0","id":%s,"result":{"tools":[{"name":"greet","description":"%s %s","inputSchema":{"type":"object"}}]}}\n' "$id" "$GREETING" "$secret" ;;
                *'"id"'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"not here"}}\n' "$id" ;;
              esac
            done
            """,
            TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable("LOCALAI_TEST_SECRET", "Key=secret");
        try
        {
            await using var agent = AgentServer.Start("Endpoint=http://127.0.0.1:9;Model=x", settings:
            [
                ("McpServers:shell:Command", "sh"), ("McpServers:shell:Arguments:0", program), ("McpServers:shell:Environment:GREETING", "Hello"),
            ]);

            var tool = await WaitForToolAsync(agent, "shell_greet");

            Assert.Equal(("Hello none", "acts"), (tool.GetProperty("description").GetString(), tool.GetProperty("effect").GetString()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("LOCALAI_TEST_SECRET", null);
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void WrongSettings_AreNamed()
    {
        var servers = new McpServerList { ["x"] = new() { Url = "nonsense" }, ["y"] = new() { Token = "only" }, ["z"] = new() { Url = "http://127.0.0.1:9", Command = "sh" } };

        Assert.Equal(
            [
                "McpServers:x:Url is 'nonsense'. It is an address that starts with http:// or https://, or left out where McpServers:x:Command starts a program.",
                "McpServers:y:Url is ''. It is an address that starts with http:// or https://, or left out where McpServers:y:Command starts a program.",
                "McpServers:z has a Url and a Command. It is one of them.",
            ],
            servers.Validate(null, servers).Failures);
    }

    [Fact]
    public async Task Agent_StartsWithAWarning_WhenAServerIsNotOnThisNetwork()
    {
        using var log = new WarningLog();

        // RFC 5737: an address that nobody has.
        await using var agent = AgentServer.Start(
            "Endpoint=http://127.0.0.1:9;Model=x", services: services => services.AddSingleton<ILoggerProvider>(log), settings: ("McpServers:away:Url", "http://203.0.113.5/mcp"));

        var warning = await log.FirstAsync(nameof(McpConnection));
        var (status, _) = await agent.GetAsync("/api/tools");

        Assert.Equal(
            "The MCP server away is not connected, and the agent goes on without its tools until it is: '203.0.113.5' is not on this machine or its network, "
            + "and Privacy:LocalOnly lets nothing leave. Set it to false to use it (for the stack: LocalAi:Privacy:LocalOnly).",
            warning);
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Connection_WarnsOfAServerThatDoesNotAnswer_OnceItHadTimeToStart()
    {
        var time = new FakeTimeProvider();
        using var log = new WarningLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var stop = new CancellationTokenSource();
        var connection = new McpConnection("away", new() { Url = "http://127.0.0.1:9/mcp" }, localOnly: true, new McpTools(), time, loggers);
        var start = time.GetUtcNow();

        var running = connection.RunAsync(stop.Token);
        var warning = log.FirstAsync(nameof(McpConnection));
        while (!warning.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running;
        Assert.StartsWith("The MCP server away is not connected, and the agent goes on without its tools until it is: Connection refused", await warning, StringComparison.Ordinal);
        Assert.True(time.GetUtcNow() - start >= TimeSpan.FromMinutes(3));
    }

    private static async Task<McpClient> ConnectAsync(AgentServer agent) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(agent.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }));

    private static async Task<JsonElement> WaitForToolAsync(AgentServer agent, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (_, list) = await agent.GetAsync("/api/tools");
            var found = list.GetProperty("items").EnumerateArray().FirstOrDefault(tool => tool.GetProperty("name").GetString() == name);
            if (found.ValueKind == JsonValueKind.Object)
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
}

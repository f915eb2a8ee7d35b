using System.Diagnostics;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using LocalAi.TestServers;

namespace LocalAi.AgentApi.Tests.OpenAiProtocol;

/// <summary>The npm packages <c>openai</c> and <c>ai</c> against the agent with a key of its own: chat, streaming, tools, JSON schema, embeddings.</summary>
public sealed class NodeClientTests(PostgresFixture postgres)
{
    private const string Graz = "> The office in Graz opens at nine.";
    private const string Sunny = "> In Graz the weather is sunny.";

    [Fact]
    public async Task OpenAiPackage_GetsWhatItAsksFor()
    {
        var said = await RunAsync("openai.mjs");

        Assert.Contains(Graz, said.GetProperty("chat").GetString(), StringComparison.Ordinal);
        Assert.Contains(Sunny, said.GetProperty("told").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """
            {"models":true,"finish":"stop","sameStreamed":true,"usage":true,"tool":"get_weather {\"city\":\"Graz\"}","toolFinish":"tool_calls","structured":{"age":36},"dimensions":[768,768],"sameVector":true,"refused":"400 n"}
            """,
            Without(said, "chat", "told"));
    }

    [Fact]
    public async Task AiSdk_GetsWhatItAsksFor()
    {
        var said = await RunAsync("ai.mjs");

        Assert.Contains(Graz, said.GetProperty("chat").GetString(), StringComparison.Ordinal);
        Assert.Contains(Sunny, said.GetProperty("told").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"finish":"stop","sameStreamed":true,"usage":true,"cities":["Graz"],"structured":{"age":36},"dimensions":[768,768]}""",
            Without(said, "chat", "told"));
    }

    private static string Without(JsonElement said, params string[] names) =>
        "{" + string.Join(',', said.EnumerateObject().Where(item => !names.Contains(item.Name)).Select(item => $"\"{item.Name}\":{item.Value.GetRawText()}")) + "}";

    private async Task<JsonElement> RunAsync(string script)
    {
        Assert.SkipWhen(RealServices.WhyNoNodeClients() is not null, RealServices.WhyNoNodeClients() ?? "");
        await using var simulator = await Simulator.StartAsync();
        await using var agent = AgentServer.Start(
            simulator.ConnectionString, await postgres.Server.CreateDatabaseAsync(cancellationToken: TestContext.Current.CancellationToken),
            settings: [("ConnectionStrings:embedding", simulator.EmbeddingConnectionString), ("Access:RequireKey", "true"), ("Access:StackKey", "stack-key-of-this-test")]);

        // Beside its packages, where Node looks for them.
        var copy = Path.Combine(RealServices.NodeClientsFolder, $"{Guid.NewGuid():N}-{script}");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "OpenAiProtocol", "NodeClients", script), copy);
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", [copy])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["AGENT"] = agent.Address.GetLeftPart(UriPartial.Authority), ["KEY"] = "stack-key-of-this-test" },
            })!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await errors);
            return JsonElement.Parse(await output);
        }
        finally
        {
            File.Delete(copy);
        }
    }
}

using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests;

/// <summary>The agent with what a machine without a model has: the real simulator and a real Postgres.</summary>
public sealed class SimulatorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Conversation_AnswersFromWhatWasSaid_WithTheSimulatorsTimings()
    {
        await using var simulator = await Simulator.StartAsync(("PrefillTokensPerSecond", "2000"), ("DecodeTokensPerSecond", "500"), ("LoadSeconds", "0.2"));
        await using var agent = await StartAsync(simulator);
        var id = await agent.CreateConversationAsync();

        await SseReader.TurnAsync(agent.Http, id, "The office in Graz opens at nine. The office in Linz opens at ten.");
        var events = await SseReader.TurnAsync(agent.Http, id, "When does the office in Linz open?");

        var answer = events[^1].Data.GetProperty("message");
        Assert.Equal("complete", answer.GetProperty("status").GetString());
        Assert.Contains("The office in Linz opens at ten", answer.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            answer.GetProperty("content").GetString(),
            string.Concat(events.Where(item => item.Event == "token").Select(item => item.Data.GetProperty("text").GetString())));
        var timings = answer.GetProperty("usage").GetProperty("timings");
        Assert.Equal("server", timings.GetProperty("source").GetString());
        Assert.InRange(timings.GetProperty("decodeTokensPerSecond").GetDouble(), 200, 600);
        Assert.InRange(timings.GetProperty("gpuBoundShare").GetDouble(), 0.3, 1);
    }

    [Fact]
    public async Task Conversation_RunsTheTimeTool_WhenAskedForTheTime()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = await StartAsync(simulator);

        var events = await SseReader.TurnAsync(agent.Http, await agent.CreateConversationAsync(), "What is the current time?");

        var tools = events.Where(item => item.Event == "tool").Select(item => (item.Data.GetProperty("name").GetString(), item.Data.GetProperty("status").GetString()));
        Assert.Equal([("time_now", "running"), ("time_now", "succeeded")], tools);
        Assert.Contains($"{DateTimeOffset.UtcNow:yyyy-MM}", events[^1].Data.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_AreListedAsSimulated_AndEmbed()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = await StartAsync(simulator);

        var (_, list) = await agent.GetAsync("/api/models");
        var (status, vectors) = await agent.PostAsync("/v1/embeddings", """{"input":["tea","coffee"]}""");

        Assert.Equal("simulated/extractive", list.GetProperty("default").GetString());
        Assert.Equal(
            [("simulated/extractive", true), ("simulated/hashed-ngrams", true)],
            list.GetProperty("models").EnumerateArray().Select(model => (model.GetProperty("id").GetString(), model.GetProperty("simulated").GetBoolean())));
        Assert.Equal(200, status);
        Assert.Equal([768, 768], vectors.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").GetArrayLength()));
    }

    private async Task<AgentServer> StartAsync(Simulator simulator)
    {
        var agent = AgentServer.Start(
            simulator.ConnectionString, await postgres.Server.CreateDatabaseAsync(), settings: ("ConnectionStrings:embedding", simulator.EmbeddingConnectionString));
        await agent.WaitForHealthAsync("Healthy");
        return agent;
    }
}

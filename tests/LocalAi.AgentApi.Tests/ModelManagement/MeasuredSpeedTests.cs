using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.ModelManagement;

public sealed class MeasuredSpeedTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Installed_HasTheMeasuredSpeed_AfterTheModelAnswered()
    {
        await using var ollama = await FakeOllama.StartAsync();
        // 16 tokens; the fake server says that it decoded for one second.
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, [.. Enumerable.Repeat("word ", 16)]);
        await using var agent = await AgentServer.StartHealthyAsync(ollama, postgres.Server);
        var conversation = await agent.CreateConversationAsync();
        await SseReader.TurnAsync(agent.Http, conversation, "Say something.");

        var (_, body) = await agent.GetAsync("/api/models/installed");

        var measured = body.GetProperty("models").EnumerateArray().Single(model => ollama.Model.StartsWith(model.GetProperty("name").GetString()!, StringComparison.Ordinal)).GetProperty("measured");
        Assert.Equal((16.0, 1), (measured.GetProperty("decodeTokensPerSecond").GetDouble(), measured.GetProperty("answers").GetInt32()));
    }
}

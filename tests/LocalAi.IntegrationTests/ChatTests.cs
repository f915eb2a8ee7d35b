using System.ClientModel;
using System.Net.Http.Json;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using LocalAi.TestServers;

namespace LocalAi.IntegrationTests;

/// <summary>The running stack, used as its clients use it.</summary>
public sealed class ChatTests(RunningStack stack) : IClassFixture<RunningStack>
{
    private const string Model = "simulated/extractive";
    private static readonly string[] Question = ["My name is Ada and I keep bees. What is my name?"];

    [Fact]
    public async Task OpenAiClient_StreamsAnAnswerWithUsage_FromTheAgent()
    {
        var chat = Client().GetChatClient(Model);
        var text = new System.Text.StringBuilder();
        var updates = 0;
        ChatTokenUsage? usage = null;

        await foreach (var update in chat.CompleteChatStreamingAsync(Messages(), cancellationToken: TestContext.Current.CancellationToken))
        {
            updates++;
            text.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            usage = update.Usage ?? usage;
        }

        Assert.Contains("Ada", text.ToString());
        Assert.True(updates > 3, $"{updates} updates are no stream.");
        Assert.NotNull(usage);
        Assert.True(usage.InputTokenCount > 0 && usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task OpenAiClient_GetsAWholeAnswer_FromTheAgent()
    {
        var answer = await Client().GetChatClient(Model).CompleteChatAsync(Messages(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
        Assert.Contains("Ada", answer.Value.Content[0].Text);
    }

    [Fact]
    public async Task OpenAiClient_ListsTheModelsAndEmbeds()
    {
        var models = await Client().GetOpenAIModelClient().GetModelsAsync(TestContext.Current.CancellationToken);
        var embedding = await Client().GetEmbeddingClient("simulated/hashed-ngrams").GenerateEmbeddingAsync("bees", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains(models.Value, model => model.Id.StartsWith(Model, StringComparison.Ordinal));
        Assert.Equal(768, embedding.Value.ToFloats().Length);
    }

    [Fact]
    public async Task UnknownModel_Gets404WithTheModelsThatExist()
    {
        var problem = await Assert.ThrowsAsync<ClientResultException>(() =>
            Client().GetChatClient("gpt-9").CompleteChatAsync(Messages(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(404, problem.Status);
        Assert.Contains(Model, problem.Message);
    }

    [Fact]
    public async Task Conversation_IsStoredWithUsageAndLatency()
    {
        using var client = new HttpClient { BaseAddress = stack.Host.Address("agent") };
        var created = await client.PostAsJsonAsync("api/conversations", new { title = "Bees" }, TestContext.Current.CancellationToken);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("id").GetString();

        using var answer = await client.PostAsJsonAsync($"api/conversations/{id}/messages", new { content = Question[0] }, TestContext.Current.CancellationToken);
        var events = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var stored = await client.GetFromJsonAsync<JsonElement>($"api/conversations/{id}", TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("event: done", events);
        var reply = stored.GetProperty("messages")[1];
        Assert.Contains("Ada", reply.GetProperty("content").GetString());
        Assert.Equal("server", reply.GetProperty("usage").GetProperty("timings").GetProperty("source").GetString());
        Assert.InRange(reply.GetProperty("usage").GetProperty("timings").GetProperty("gpuBoundShare").GetDouble(), 0.01, 1);
    }

    private static ChatMessage[] Messages() => [new UserChatMessage(Question[0])];

    private OpenAIClient Client() =>
        new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(stack.Host.Address("agent"), "v1") });
}

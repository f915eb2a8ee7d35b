using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using OpenAI;
using OpenAI.Chat;

namespace LocalAi.AgentApi.Tests.OpenAiProtocol;

/// <summary>The official OpenAI .NET client, as a user's program has it, against the agent.</summary>
public sealed class OpenAiClientTests
{
    [Fact]
    public async Task OpenAiClient_Chats_WhenPointedAtTheAgent()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        ChatCompletion completion = await Client(agent).GetChatClient(ollama.Model).CompleteChatAsync("Hi");

        Assert.Equal("Hello world", Assert.Single(completion.Content).Text);
        Assert.Equal((ChatFinishReason.Stop, 11, 2), (completion.FinishReason, completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task OpenAiClient_StreamsTextAndUsage_WhenPointedAtTheAgent()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var text = new List<string>();
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in Client(agent).GetChatClient(ollama.Model).CompleteChatStreamingAsync("Hi"))
        {
            text.AddRange(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(["", "Hello", " world"], text);
        Assert.Equal((11, 2), (usage?.InputTokenCount, usage?.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, finish);
    }

    [Fact]
    public async Task OpenAiClient_RunsItsOwnTools_WhenTheModelAsksForThem()
    {
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = async (body, context) =>
        {
            if (body.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString() == "tool")
            {
                await FakeOllama.AnswerAsync(context, "It is sunny");
                return;
            }

            await FakeOllama.ToolCallAsync(context, "weather", new { city = "Graz" });
            await FakeOllama.DoneAsync(context, 3);
        };
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        var chat = Client(agent).GetChatClient(ollama.Model);
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "The weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}""")) } };
        List<ChatMessage> messages = [new UserChatMessage("Weather in Graz?")];

        ChatCompletion asked = await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);
        var call = Assert.Single(asked.ToolCalls);
        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(call.Id, "sunny"));
        ChatCompletion answered = await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);

        Assert.Equal((ChatFinishReason.ToolCalls, "weather", """{"city":"Graz"}"""), (asked.FinishReason, call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal("It is sunny", answered.Content[0].Text);
    }

    [Fact]
    public async Task OpenAiClient_GetsJsonThatFitsItsSchema_WhenItAsksForIt()
    {
        const string Schema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";
        await using var ollama = await FakeOllama.StartAsync();
        ollama.OnChat = (_, context) => FakeOllama.AnswerAsync(context, "{\"city\":", "\"Graz\"}");
        await using var agent = AgentServer.Start(ollama.ConnectionString);
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema), jsonSchemaIsStrict: true) };

        ChatCompletion completion = await Client(agent).GetChatClient(ollama.Model)
            .CompleteChatAsync([new UserChatMessage("I live in Graz.")], options, TestContext.Current.CancellationToken);

        Assert.Equal("Graz", JsonElement.Parse(completion.Content[0].Text).GetProperty("city").GetString());
        Assert.Equal(Schema, Assert.Single(ollama.Chats).GetProperty("format").GetRawText());
    }

    [Fact]
    public async Task OpenAiClient_EmbedsBatches_WhenPointedAtTheAgent()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("ConnectionStrings:embedding", ollama.EmbeddingConnectionString));

        // The client asks for base64.
        var embeddings = (await Client(agent).GetEmbeddingClient("fake-embed:latest").GenerateEmbeddingsAsync(["a", "bcd"], cancellationToken: TestContext.Current.CancellationToken)).Value;
        var (_, floats) = await agent.PostAsync("/v1/embeddings", """{"input":"ab"}""");

        Assert.Equal([[1, 0.5f, -1], [3, 0.5f, -1]], embeddings.Select(embedding => embedding.ToFloats().ToArray()));
        Assert.Equal(7, embeddings.Usage.InputTokenCount);
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[2,0.5,-1]}],"model":"fake-embed","usage":{"prompt_tokens":7,"total_tokens":7}}""",
            floats.GetRawText());
    }

    [Theory]
    [InlineData("{}", "input")]
    [InlineData("""{"input":[]}""", "input")]
    [InlineData("""{"input":["a",""]}""", "input")]
    [InlineData("""{"input":[[1,2]]}""", "input")]
    [InlineData("""{"input":"a","encoding_format":"hex"}""", "encoding_format")]
    public async Task Embeddings_NameTheField_WhenTheRequestIsWrong(string request, string field)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.PostAsync("/v1/embeddings", request);

        Assert.Equal((400, field), (status, body.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task OpenAiClient_ListsModels_TheDefaultFirst()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var models = (await Client(agent).GetOpenAIModelClient().GetModelsAsync(TestContext.Current.CancellationToken)).Value;
        var (_, described) = await agent.GetAsync("/api/models");

        Assert.Equal([(ollama.Model, "ollama"), ("fake-embed", "ollama")], models.Select(model => (model.Id, model.OwnedBy)));
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05Z", System.Globalization.CultureInfo.InvariantCulture), models[0].CreatedAt);
        Assert.Equal(
            $$"""
            {"default":"{{ollama.Model}}","models":[{"id":"{{ollama.Model}}","provider":"ollama","capabilities":["chat","tools"],"contextLength":8192,"simulated":false,"endpoint":"http://127.0.0.1:{{ollama.Port}}/","createdAt":"2026-01-02T03:04:05+00:00"},{"id":"fake-embed","provider":"ollama","capabilities":["embedding"],"contextLength":512,"simulated":false,"endpoint":"http://127.0.0.1:{{ollama.Port}}/","createdAt":"2026-01-02T03:04:05+00:00"}]}
            """,
            described.GetRawText());
    }

    [Fact]
    public async Task OpenAiClient_GetsTheErrorItKnows_WhenTheModelIsUnknown()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(agent).GetChatClient("gpt-9").CompleteChatAsync("Hi"));

        Assert.Equal(404, error.Status);
        Assert.Contains("Models that exist: fake-embed", error.Message, StringComparison.Ordinal);
    }

    private static OpenAIClient Client(AgentServer agent) => new(
        new ApiKeyCredential("not needed"),
        new OpenAIClientOptions { Endpoint = new Uri(agent.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) });
}

using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace LocalAi.ModelSimulator.Tests.OpenAi;

public sealed class OpenAiClientTests
{
    private const string Model = "simulated/extractive";

    [Fact]
    public async Task Client_ListsAndFindsModels()
    {
        using var server = new SimulatorServer();
        var client = Client(server).GetOpenAIModelClient();

        var models = await client.GetModelsAsync(TestContext.Current.CancellationToken);
        var model = await client.GetModelAsync(Model, TestContext.Current.CancellationToken);

        Assert.Equal([$"{Model}:latest", "simulated/hashed-ngrams:latest"], models.Value.Select(found => found.Id));
        Assert.Equal((Model, "simulated"), (model.Value.Id, model.Value.OwnedBy));
    }

    [Fact]
    public async Task Client_Completes_WithUsage()
    {
        using var server = new SimulatorServer();

        var answer = await Client(server).GetChatClient(Model).CompleteChatAsync(
            [new SystemChatMessage("The code is 1234."), new UserChatMessage("What is the code?")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("> The code is 1234.", answer.Value.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
        Assert.Equal(answer.Value.Usage.InputTokenCount + answer.Value.Usage.OutputTokenCount, answer.Value.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Client_Streams_WithUsageAtTheEnd()
    {
        using var server = new SimulatorServer();
        var text = "";
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(server).GetChatClient(Model).CompleteChatStreamingAsync(
            [new UserChatMessage("Hello")], new ChatCompletionOptions { MaxOutputTokenCount = 5 }, TestContext.Current.CancellationToken))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            reason = update.FinishReason ?? reason;
            usage = update.Usage ?? usage;
        }

        Assert.Equal(("**No language model", ChatFinishReason.Length, 5), (text, reason, usage?.OutputTokenCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_CallsTools_AndGetsTheirAnswer(bool streaming)
    {
        using var server = new SimulatorServer();
        var client = Client(server).GetChatClient(Model);
        var options = new ChatCompletionOptions
        {
            Tools =
            {
                ChatTool.CreateFunctionTool(
                    "get_weather", "Weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")),
            },
        };
        List<ChatMessage> messages = [new UserChatMessage("How is the weather in Graz?")];

        var (reason, id, name, arguments) = streaming ? await StreamCallAsync(client, messages, options) : await CallAsync(client, messages, options);
        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments))]));
        messages.Add(new ToolChatMessage(id, "It snows."));
        var answer = await client.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);

        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather", """{"city":"Graz"}"""), (reason, name, arguments));
        Assert.StartsWith("**From the tool `get_weather`:**\n\n> It snows.", answer.Value.Content[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_Embeds()
    {
        using var server = new SimulatorServer();

        var vectors = await Client(server).GetEmbeddingClient("simulated/hashed-ngrams").GenerateEmbeddingsAsync(
            ["a cat", "two dogs"], cancellationToken: TestContext.Current.CancellationToken);

        // The client asks for base64; the numbers must be those of Ollama's own endpoint.
        var expected = await server.PostAsync("/api/embed", new { model = "simulated/hashed-ngrams", input = "two dogs" });
        Assert.Equal(expected.GetProperty("embeddings")[0].EnumerateArray().Select(value => value.GetSingle()), vectors.Value[1].ToFloats().ToArray());
        Assert.Equal(vectors.Value.Usage.TotalTokenCount, vectors.Value.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Client_ThrowsWithTheMessage_WhenTheModelIsUnknown()
    {
        using var server = new SimulatorServer();

        var exception = await Assert.ThrowsAsync<ClientResultException>(async () =>
            await Client(server).GetChatClient("nope").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(404, exception.Status);
        Assert.Contains("model 'nope' not found", exception.Message, StringComparison.Ordinal);
    }

    private static OpenAIClient Client(SimulatorServer server) => new(
        new ApiKeyCredential("unused"),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(server.Server.BaseAddress, "/v1"),
            Transport = new HttpClientPipelineTransport(server.CreateClient()),
            RetryPolicy = new ClientRetryPolicy(0),
        });

    private static async Task<(ChatFinishReason Reason, string Id, string Name, string Arguments)> CallAsync(
        ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options)
    {
        var answer = await client.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);
        var call = Assert.Single(answer.Value.ToolCalls);
        return (answer.Value.FinishReason, call.Id, call.FunctionName, call.FunctionArguments.ToString());
    }

    private static async Task<(ChatFinishReason Reason, string Id, string Name, string Arguments)> StreamCallAsync(
        ChatClient client, List<ChatMessage> messages, ChatCompletionOptions options)
    {
        var (reason, id, name, arguments) = (default(ChatFinishReason), "", "", "");
        await foreach (var update in client.CompleteChatStreamingAsync(messages, options, TestContext.Current.CancellationToken))
        {
            reason = update.FinishReason ?? reason;
            foreach (var call in update.ToolCallUpdates)
            {
                id += call.ToolCallId;
                name += call.FunctionName;
                arguments += call.FunctionArgumentsUpdate;
            }
        }

        return (reason, id, name, arguments);
    }
}

using System.ComponentModel;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class OllamaSharpTests
{
    [Fact]
    public async Task Client_ListsPullsAndShows()
    {
        using var server = new SimulatorServer();
        using var client = new OllamaApiClient(server.CreateClient(), "simulated/extractive");

        var models = await client.ListLocalModelsAsync(TestContext.Current.CancellationToken);
        var shown = await client.ShowModelAsync("simulated/extractive", TestContext.Current.CancellationToken);
        var statuses = new List<string>();
        await foreach (var status in client.PullModelAsync("simulated/hashed-ngrams", TestContext.Current.CancellationToken))
        {
            statuses.Add(status!.Status);
        }

        Assert.True(await client.IsRunningAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["simulated/extractive:latest", "simulated/hashed-ngrams:latest"], models.Select(model => model.Name));
        Assert.Equal(["completion", "tools"], shown.Capabilities!);
        Assert.Equal("success", statuses[^1]);
    }

    [Fact]
    public async Task ChatClient_StreamsAndReportsUsage()
    {
        using var server = new SimulatorServer();
        using IChatClient client = new OllamaApiClient(server.CreateClient(), "simulated/extractive");
        List<ChatMessage> messages = [new(ChatRole.User, "My name is Ada."), new(ChatRole.Assistant, "Hello."), new(ChatRole.User, "What is my name?")];

        var response = await client.GetStreamingResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Contains("> My name is Ada.", response.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.True(response.Usage is { InputTokenCount: > 10, OutputTokenCount: > 10 });
    }

    [Fact]
    public async Task ChatClient_RunsTools()
    {
        using var server = new SimulatorServer();
        using var client = new ChatClientBuilder(new OllamaApiClient(server.CreateClient(), "simulated/extractive")).UseFunctionInvocation().Build();
        var asked = new List<string>();
        var weather = AIFunctionFactory.Create(
            ([Description("Where")] string city) =>
            {
                asked.Add(city);
                return $"It snows in {city}.";
            },
            "get_weather",
            "Weather of a city");

        var response = await client.GetResponseAsync(
            "How is the weather in Graz?", new ChatOptions { Tools = [weather] }, TestContext.Current.CancellationToken);

        Assert.Equal(["Graz"], asked);
        Assert.Contains("> It snows in Graz.", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmbeddingGenerator_Embeds()
    {
        using var server = new SimulatorServer();
        using IEmbeddingGenerator<string, Embedding<float>> generator = new OllamaApiClient(server.CreateClient(), "simulated/hashed-ngrams");

        var vectors = await generator.GenerateAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([768, 768], vectors.Select(vector => vector.Vector.Length));
    }

    [Fact]
    public async Task Client_UnloadsAModel()
    {
        using var server = new SimulatorServer();
        using var client = new OllamaApiClient(server.CreateClient(), "simulated/extractive");
        await foreach (var _ in client.GenerateAsync(new GenerateRequest { Model = "simulated/extractive", Prompt = "Hi" }, TestContext.Current.CancellationToken))
        {
        }

        var before = await client.ListRunningModelsAsync(TestContext.Current.CancellationToken);
        await client.RequestModelUnloadAsync("simulated/extractive", TestContext.Current.CancellationToken);
        var after = await client.ListRunningModelsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["simulated/extractive:latest"], before.Select(model => model.Name));
        Assert.Empty(after);
    }
}

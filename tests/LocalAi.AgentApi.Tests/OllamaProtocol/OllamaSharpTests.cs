using System.ComponentModel;
using System.Text.Json;
using LocalAi.AgentApi.Tests.Servers;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OllamaSharp.Models;

namespace LocalAi.AgentApi.Tests.OllamaProtocol;

/// <summary>OllamaSharp, as a user's program has it, against the agent with the real simulator behind it.</summary>
public sealed class OllamaSharpTests
{
    private const string Model = "simulated/extractive";

    [Fact]
    public async Task OllamaSharp_FindsTheModels_WhenPointedAtTheAgent()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = AgentServer.Start(simulator.ConnectionString);
        using var client = new OllamaApiClient(agent.Address, Model);

        var models = await client.ListLocalModelsAsync(TestContext.Current.CancellationToken);
        var shown = await client.ShowModelAsync(Model, TestContext.Current.CancellationToken);
        await foreach (var _ in client.GenerateAsync(new GenerateRequest { Prompt = "The tea is ready. What is ready?" }, TestContext.Current.CancellationToken))
        {
        }

        var running = await client.ListRunningModelsAsync(TestContext.Current.CancellationToken);

        Assert.True(await client.IsRunningAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["simulated/extractive:latest", "simulated/hashed-ngrams:latest"], models.Select(model => model.Name));
        Assert.All(models, model => Assert.True(model.Size > 0 && model.Digest.Length == 64 && model.Details.Family.Length > 0));
        Assert.Equal(["completion", "tools"], shown.Capabilities!);
        Assert.Equal("simulated/extractive:latest", Assert.Single(running).Name);
    }

    [Fact]
    public async Task OllamaSharp_ChatsRunsItsToolsAndEmbeds_WhenPointedAtTheAgent()
    {
        await using var simulator = await Simulator.StartAsync();
        await using var agent = AgentServer.Start(simulator.ConnectionString);
        using IChatClient client = new OllamaApiClient(agent.Address, Model);
        using IEmbeddingGenerator<string, Embedding<float>> generator = new OllamaApiClient(agent.Address, "simulated/hashed-ngrams");
        using var withTools = new ChatClientBuilder(new OllamaApiClient(agent.Address, Model)).UseFunctionInvocation().Build();
        var asked = new List<string>();
        var weather = AIFunctionFactory.Create(
            ([Description("Where")] string city) =>
            {
                asked.Add(city);
                return $"It snows in {city}.";
            },
            "get_weather",
            "Weather of a city");
        var schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

        var answer = await client.GetStreamingResponseAsync(
                [new(ChatRole.User, "My name is Ada."), new(ChatRole.Assistant, "Hello."), new(ChatRole.User, "What is my name?")], cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);
        var json = await client.GetResponseAsync("I live in Graz.", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) }, TestContext.Current.CancellationToken);
        var called = await withTools.GetResponseAsync("How is the weather in Graz?", new ChatOptions { Tools = [weather] }, TestContext.Current.CancellationToken);
        var vectors = await generator.GenerateAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("My name is Ada.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage is { InputTokenCount: > 10, OutputTokenCount: > 10 });
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(json.Text).GetProperty("city").ValueKind);
        Assert.Equal(["Graz"], asked);
        Assert.Contains("It snows in Graz.", called.Text, StringComparison.Ordinal);
        Assert.Equal([768, 768], vectors.Select(vector => vector.Vector.Length));
    }
}

using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class GenerateEndpointTests
{
    [Fact]
    public async Task Generate_StreamsLines_AndGivesAContextBack()
    {
        using var server = new SimulatorServer();

        var (_, body) = await server.SendAsync("/api/generate", """{"model":"simulated/extractive","system":"The code is 1234.","prompt":"What is the code?"}""");
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();

        Assert.StartsWith("**From the instructions:**\n\n> The code is 1234.", string.Concat(lines.Select(line => line.GetProperty("response").GetString())), StringComparison.Ordinal);
        Assert.Equal(["model", "created_at", "response", "done"], lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            [
                "model", "created_at", "response", "done", "done_reason", "context", "total_duration", "load_duration", "prompt_eval_count",
                "prompt_eval_duration", "eval_count", "eval_duration",
            ],
            lines[^1].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Generate_Remembers_WhatTheContextHolds()
    {
        using var server = new SimulatorServer();
        var first = await server.PostAsync("/api/generate", new { model = "simulated/extractive", prompt = "My name is Ada.", stream = false });

        var second = await server.PostAsync(
            "/api/generate", new { model = "simulated/extractive", prompt = "What is my name?", context = first.GetProperty("context"), stream = false });

        Assert.Contains("> My name is Ada.", second.GetProperty("response").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_HasNoContext_WhenRaw()
    {
        using var server = new SimulatorServer();

        var answer = await server.PostAsync("/api/generate", new { model = "simulated/extractive", prompt = "Hello", raw = true, stream = false });

        Assert.False(answer.TryGetProperty("context", out _));
    }

    [Theory]
    [InlineData("""{"model":"simulated/extractive"}""", "load")]
    [InlineData("""{"model":"simulated/extractive","keep_alive":0}""", "unload")]
    public async Task Generate_LoadsOrUnloads_WithoutAPrompt(string request, string reason)
    {
        using var server = new SimulatorServer();

        var json = JsonElement.Parse((await server.SendAsync("/api/generate", request)).Body);

        Assert.Equal(["model", "created_at", "response", "done", "done_reason"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(reason, json.GetProperty("done_reason").GetString());
    }

    [Fact]
    public async Task Generate_FitsTheSchema()
    {
        using var server = new SimulatorServer();

        var answer = await server.PostAsync("/api/generate", new
        {
            model = "simulated/extractive",
            prompt = "Ollama is 22 years old and is busy saving the world. Respond using JSON",
            stream = false,
            format = new { type = "object", properties = new { age = new { type = "integer" }, available = new { type = "boolean" } }, required = new[] { "age", "available" } },
        });

        Assert.Equal("""{"age":22,"available":false}""", answer.GetProperty("response").GetString());
    }
}

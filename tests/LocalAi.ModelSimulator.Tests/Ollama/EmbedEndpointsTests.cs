using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class EmbedEndpointsTests
{
    [Fact]
    public async Task Embed_GivesAVectorForEachText()
    {
        using var server = new SimulatorServer();

        var answer = await server.PostAsync("/api/embed", new { model = "simulated/hashed-ngrams", input = new[] { "one cat", "two dogs", "" } });

        Assert.Equal(
            ["model", "embeddings", "total_duration", "load_duration", "prompt_eval_count"], answer.EnumerateObject().Select(property => property.Name));
        Assert.Equal([768, 768, 768], answer.GetProperty("embeddings").EnumerateArray().Select(vector => vector.GetArrayLength()));
        Assert.Equal(4, answer.GetProperty("prompt_eval_count").GetInt32());
    }

    [Fact]
    public async Task Embed_ScalesShortenedVectors()
    {
        using var server = new SimulatorServer();

        var answer = await server.PostAsync("/api/embed", new { model = "simulated/hashed-ngrams", input = "a longer text about cats", dimensions = 128 });

        var vector = answer.GetProperty("embeddings")[0].EnumerateArray().Select(value => value.GetDouble()).ToList();
        Assert.Equal(128, vector.Count);
        Assert.Equal(1, vector.Sum(value => value * value), 4);
    }

    [Theory]
    [InlineData("""{"model":"simulated/hashed-ngrams"}""")]
    [InlineData("""{"model":"simulated/hashed-ngrams","input":""}""")]
    public async Task Embed_OnlyLoads_WithoutInput(string request)
    {
        using var server = new SimulatorServer();

        Assert.Equal((200, """{"model":"simulated/hashed-ngrams","embeddings":[]}"""), await server.SendAsync("/api/embed", request));
    }

    [Fact]
    public async Task Embeddings_GivesOneVector_ToOlderClients()
    {
        using var server = new SimulatorServer();

        var answer = await server.PostAsync("/api/embeddings", new { model = "simulated/hashed-ngrams", prompt = "a cat" });
        var empty = await server.SendAsync("/api/embeddings", """{"model":"simulated/hashed-ngrams"}""");

        Assert.Equal(768, Assert.Single(answer.EnumerateObject()).Value.GetArrayLength());
        Assert.Equal((200, """{"embedding":[]}"""), empty);
    }
}

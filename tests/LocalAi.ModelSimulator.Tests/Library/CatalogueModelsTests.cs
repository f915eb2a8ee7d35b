using System.Text.Json;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Ollama;
using LocalAi.ModelSimulator.Library;

namespace LocalAi.ModelSimulator.Tests.Library;

public sealed class CatalogueModelsTests
{
    [Fact]
    public void EveryModelOfTheCatalogue_CanBePulled() => Assert.All(ModelCatalogue.All, shape =>
    {
        var model = ModelLibrary.FindInCatalogue("simulated/" + shape.Tag);

        Assert.NotNull(model);
        Assert.StartsWith("simulated/" + shape.Tag, model.Name, StringComparison.Ordinal);
        Assert.Equal(QuantizationCatalogue.Get(shape.DefaultQuantization).BytesOf(shape).Total, model.SizeBytes);
        Assert.Equal(shape.Embedding ? ["embedding"] : ["completion"], model.Capabilities.Take(1));
        Assert.Equal(shape.Context, model.Info[model.Family + ".context_length"]);
    });

    [Theory]
    [InlineData("qwen3:14b")]
    [InlineData("simulated/gpt-99:1t")]
    [InlineData("other/qwen3:14b")]
    public void OtherNames_CannotBePulled(string name) => Assert.Null(ModelLibrary.FindInCatalogue(name));

    [Fact]
    public void EveryQuantization_HasAFileType() => Assert.All(
        QuantizationCatalogue.All,
        quantization => Assert.NotNull(GgufKeys.Of(ModelCatalogue.Find("llama3.1:8b")!, quantization, "llama")["general.file_type"]));

    [Theory]
    [InlineData("simulated/qwen3:14b", "qwen3", "14.8B", "Q4_K_M", "completion,tools")]
    [InlineData("simulated/llama3.1:8b-instruct-q8_0", "llama", "8.0B", "Q8_0", "completion,tools")]
    [InlineData("simulated/gemma3:4b", "gemma3", "3.9B", "Q4_K_M", "completion,vision")]
    [InlineData("simulated/qwen3:30b", "qwen3moe", "30.5B", "Q4_K_M", "completion,tools")]
    [InlineData("simulated/nomic-embed-text", "nomic-bert", "136.73M", "F16", "embedding")]
    public async Task Show_TellsTheShape(string name, string family, string parameters, string quantization, string capabilities)
    {
        using var server = new SimulatorServer();

        await server.PostAsync("/api/pull", new { model = name, stream = false });
        var shown = await server.PostAsync("/api/show", new { model = name });

        var details = shown.GetProperty("details");
        Assert.Equal(
            (family, parameters, quantization, capabilities),
            (details.GetProperty("family").GetString(), details.GetProperty("parameter_size").GetString(), details.GetProperty("quantization_level").GetString(),
                string.Join(',', shown.GetProperty("capabilities").EnumerateArray())));
        Assert.Equal(family, shown.GetProperty("model_info").GetProperty("general.architecture").GetString());
    }

    [Fact]
    public async Task Show_GivesWhatHardwareNeedsToEstimate()
    {
        using var server = new SimulatorServer();
        foreach (var shape in new[] { "llama3.1:8b", "qwen3:14b", "qwen3:30b", "gemma3:4b", "gpt-oss:20b", "deepseek-v2:16b", "nomic-embed-text" }.Select(tag => ModelCatalogue.Find(tag)!))
        {
            var name = "simulated/" + shape.Tag;
            await server.PostAsync("/api/pull", new { model = name, stream = false });

            var read = OllamaModelReader.Read(shape.Tag, await server.PostAsync("/api/show", new { model = name }));

            Assert.Equal(QuantizationCatalogue.Get(shape.DefaultQuantization), read.Quantization);
            Assert.Equal(
                (shape.Parameters, shape.Layers, shape.Hidden, shape.Heads, shape.KeyValueHeads, shape.HeadDimension, shape.Context, shape.Vocabulary),
                (read.Architecture.Parameters, read.Architecture.Layers, read.Architecture.Hidden, read.Architecture.Heads, read.Architecture.KeyValueHeads,
                    read.Architecture.HeadDimension, read.Architecture.Context, read.Architecture.Vocabulary));
            Assert.Equal(
                (shape.Window, shape.Experts, shape.Embedding, shape.Tools, shape.Latent?.KeyValueRank),
                (read.Architecture.Window, read.Architecture.Experts, read.Architecture.Embedding, read.Architecture.Tools, read.Architecture.Latent?.KeyValueRank));
        }
    }

    [Fact]
    public async Task VisionModel_AcceptsImages_AndSaysThatNobodyLooks()
    {
        using var server = new SimulatorServer(("Model", "gemma3:4b"));

        var answer = await server.PostAsync("/api/chat", new
        {
            model = "simulated/gemma3:4b",
            stream = false,
            messages = new[] { new { role = "user", content = "What is in this picture?", images = new[] { "aGk=" } } },
        });

        Assert.StartsWith("There is an image", answer.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.InRange(answer.GetProperty("prompt_eval_count").GetInt32(), 256, 280);
    }

    [Fact]
    public async Task EmbeddingModel_HasItsOwnLength()
    {
        using var server = new SimulatorServer(("Model", "bge-m3, all-minilm:22m"), ("Gpu", "rtx-3060"));

        var vectors = await server.PostAsync("/api/embed", new { model = "simulated/all-minilm:22m", input = "a text" });

        Assert.Equal(384, vectors.GetProperty("embeddings")[0].GetArrayLength());
        Assert.Equal(
            ["simulated/all-minilm:22m", "simulated/bge-m3:latest", "simulated/extractive:latest", "simulated/hashed-ngrams:latest"],
            JsonElement.Parse((await server.SendAsync("/api/tags", null, HttpMethod.Get)).Body).GetProperty("models").EnumerateArray()
                .Select(model => model.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CancelledPull_GoesOnWhereItStopped()
    {
        // 0.5 GB at 1 GB/s: half of it is there when the client leaves, and the rest takes the second half of a second.
        using var server = SimulatorServer.Listening(("PullBytesPerSecond", "1e9"));
        using var client = server.CreateClient();
        long seen = 0, total = long.MaxValue;
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/pull") { Content = new StringContent("""{"model":"simulated/qwen3:0.6b"}""") })
        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)))
        {
            while (seen < total / 2 && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                var json = JsonElement.Parse(line);
                seen = json.TryGetProperty("completed", out var completed) ? completed.GetInt64() : seen;
                total = json.TryGetProperty("total", out var bytes) ? bytes.GetInt64() : total;
            }
        }

        Assert.Equal(404, (await server.SendAsync("/api/show", """{"model":"simulated/qwen3:0.6b"}""")).Status);
        var (_, body) = await server.SendAsync("/api/pull", """{"model":"simulated/qwen3:0.6b"}""");
        var first = body.Split('\n')[1];

        Assert.True(JsonElement.Parse(first).GetProperty("completed").GetInt64() >= seen, first);
        Assert.EndsWith("{\"status\":\"success\"}\n", body, StringComparison.Ordinal);
    }
}

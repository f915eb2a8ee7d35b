using System.Text.Json;

namespace LocalAi.ModelSimulator.Tests.Ollama;

public sealed class ModelEndpointsTests
{
    [Fact]
    public async Task Root_SaysThatItRuns_AndWhatItIs()
    {
        using var server = new SimulatorServer();
        using var client = server.CreateClient();

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/"), TestContext.Current.CancellationToken);
        using var get = await client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal("Ollama is running", await get.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("LocalAi model simulator; no language model is installed", get.Headers.GetValues("X-LocalAi-Simulator").Single());
        Assert.Equal((200, """{"version":"0.32.15-simulated"}"""), await server.SendAsync("/api/version", null, HttpMethod.Get));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_IsGood(string path)
    {
        using var server = new SimulatorServer();

        Assert.Equal((200, "Healthy"), await server.SendAsync(path, null, HttpMethod.Get));
    }

    [Fact]
    public async Task Tags_ListsOnlySimulatedModels()
    {
        using var server = new SimulatorServer();

        var models = JsonElement.Parse((await server.SendAsync("/api/tags", null, HttpMethod.Get)).Body).GetProperty("models");

        Assert.Equal(
            ["simulated/extractive:latest", "simulated/hashed-ngrams:latest"], models.EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.Equal(["name", "model", "modified_at", "size", "digest", "details"], models[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["parent_model", "format", "family", "families", "parameter_size", "quantization_level"],
            models[0].GetProperty("details").EnumerateObject().Select(property => property.Name));
        Assert.Matches("^[0-9a-f]{64}$", models[0].GetProperty("digest").GetString()!);
    }

    [Theory]
    [InlineData("simulated/extractive", "completion,tools", "extractive", 8192, 0)]
    [InlineData("SIMULATED/Hashed-Ngrams:latest", "embedding", "hashed-ngrams", 8192, 768)]
    public async Task Show_TellsWhatAModelCan(string name, string capabilities, string architecture, int context, int embedding)
    {
        using var server = new SimulatorServer();

        var model = await server.PostAsync("/api/show", new { name });

        var information = model.GetProperty("model_info");
        Assert.Equal(capabilities, string.Join(',', model.GetProperty("capabilities").EnumerateArray()));
        Assert.Equal(architecture, information.GetProperty("general.architecture").GetString());
        Assert.Equal(
            (context, embedding),
            (information.GetProperty(architecture + ".context_length").GetInt32(), information.GetProperty(architecture + ".embedding_length").GetInt32()));
        Assert.Contains("FROM simulated/", model.GetProperty("modelfile").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_ShowLoadedModels_UntilTheyAreUnloaded()
    {
        using var server = new SimulatorServer();

        await server.PostAsync("/api/generate", new { model = "simulated/extractive", keep_alive = "10m", options = new { num_ctx = 2048 } });
        var loaded = JsonElement.Parse((await server.SendAsync("/api/ps", null, HttpMethod.Get)).Body).GetProperty("models");
        await server.PostAsync("/api/generate", new { model = "simulated/extractive", keep_alive = 0 });
        var unloaded = JsonElement.Parse((await server.SendAsync("/api/ps", null, HttpMethod.Get)).Body).GetProperty("models");

        Assert.Equal(
            ["name", "model", "size", "digest", "details", "expires_at", "size_vram", "context_length"],
            Assert.Single(loaded.EnumerateArray()).EnumerateObject().Select(property => property.Name));
        Assert.Equal(2048, loaded[0].GetProperty("context_length").GetInt32());
        Assert.InRange(loaded[0].GetProperty("expires_at").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Empty(unloaded.EnumerateArray());
    }

    [Fact]
    public async Task DeletedModel_IsGone_AndComesBackWithAPull()
    {
        using var server = new SimulatorServer(("PullBytesPerSecond", "1000"));

        Assert.Equal((200, ""), await server.SendAsync("/api/delete", """{"model":"simulated/extractive"}""", HttpMethod.Delete));
        Assert.Equal(404, (await server.SendAsync("/api/show", """{"model":"simulated/extractive"}""")).Status);
        var (status, body) = await server.SendAsync("/api/pull", """{"model":"simulated/extractive"}""");
        Assert.Equal(200, (await server.SendAsync("/api/show", """{"model":"simulated/extractive"}""")).Status);

        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var statuses = lines.Select(line => line.GetProperty("status").GetString()!).Distinct().ToList();
        var completed = lines.Where(line => line.TryGetProperty("completed", out _)).Select(line => line.GetProperty("completed").GetInt64()).ToList();
        Assert.Equal(200, status);
        Assert.Equal(["pulling manifest", statuses[1], "verifying sha256 digest", "writing manifest", "success"], statuses);
        Assert.Matches("^pulling [0-9a-f]{12}$", statuses[1]);
        Assert.Equal(completed.Order(), completed);
        Assert.True(completed.Count > 1, "a paced pull has more than one line");
        Assert.Equal(lines[1].GetProperty("total").GetInt64(), completed[^1]);
        Assert.Equal((200, """{"status":"success"}"""), await server.SendAsync("/api/pull", """{"model":"simulated/extractive","stream":false}"""));
    }

    [Fact]
    public async Task Pull_SaysInTheStream_ThatAModelDoesNotExist()
    {
        using var server = new SimulatorServer();

        Assert.Equal(
            (200, "{\"status\":\"pulling manifest\"}\n{\"error\":\"pull model manifest: file does not exist\"}\n"),
            await server.SendAsync("/api/pull", """{"model":"nope"}"""));
    }
}

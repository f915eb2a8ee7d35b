using LocalAi.AgentApi.Hardware;
using LocalAi.AgentApi.Tests.ModelManagement;
using LocalAi.AgentApi.Tests.Servers;

namespace LocalAi.AgentApi.Tests.Hardware;

public sealed class HardwareEndpointTests
{
    [Fact]
    public async Task Estimate_HasTheAgreedFields_ForTheAgreedQuery()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.GetAsync("/api/hardware/estimate?model=llama3.1:8b&quantization=q4_K_M&context=8192&kvCache=q8_0&gpu=rtx-3090&gpuCount=1&parallel=1");

        Assert.Equal(200, status);
        Assert.Equal((570425344, "gpu", 32, 32, "simple chat"), (body.GetProperty("kvCacheBytes").GetInt64(), body.GetProperty("fit").GetString(), body.GetProperty("gpuLayers").GetInt32(), body.GetProperty("layers").GetInt32(), body.GetProperty("capability").GetString()));
        Assert.Equal(body.GetProperty("weightsBytes").GetInt64() + body.GetProperty("kvCacheBytes").GetInt64() + body.GetProperty("overheadBytes").GetInt64(), body.GetProperty("totalBytes").GetInt64());
        Assert.InRange(body.GetProperty("decodeTokensPerSecond").GetProperty("expected").GetDouble(), 100, 140);
        Assert.NotEmpty(body.GetProperty("notes").EnumerateArray());
    }

    [Theory]
    [InlineData("model=lama3.1:8b", 404, "model", "The model 'lama3.1:8b' is not in the catalogue. Did you mean llama3.1:8b")]
    [InlineData("model=llama3.1:8b&gpu=rtx3091", 404, "gpu", "The GPU 'rtx3091' is not in the catalogue. Did you mean rtx-3090")]
    [InlineData("", 400, "model", "model is required: an Ollama tag such as llama3.1:8b.")]
    [InlineData("model=llama3:8b&context=8193", 400, "context", "context is '8193'; allowed: llama3:8b supports 1 to 8,192 tokens.")]
    [InlineData("model=llama3:8b&context=-1", 400, "context", "context is '-1'")]
    [InlineData("model=llama3:8b&parallel=0", 400, "parallel", "parallel is '0'; allowed: 1 to 512 requests.")]
    [InlineData("model=llama3:8b&gpu=rtx-3090&gpuCount=x", 400, "gpuCount", "gpuCount is 'x'; allowed: 1 to 16.")]
    [InlineData("model=llama3:8b&kvCache=q2", 400, "kvCache", "kvCache is 'q2'; allowed: f16, q8_0, q4_0.")]
    [InlineData("model=llama3:8b&quantization=zzz", 400, "quantization", "The quantization 'zzz' is not one of llama.cpp's.")]
    public async Task Estimate_IsAProblemThatNamesTheField_WhenAValueIsBad(string query, int expected, string field, string message)
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, problem) = await agent.GetAsync($"/api/hardware/estimate?{query}");

        Assert.Equal(expected, status);
        Assert.StartsWith(message, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Estimate_TakesTheServersNumbers_WhenTheCatalogueDoesNotKnowTheModel()
    {
        await using var library = await FakeLibrary.StartAsync();
        library.Installed.Add("somebody/custom:latest");
        foreach (var (key, value) in new (string, object)[] { ("general.parameter_count", 8030261248), ("llama.block_count", 32), ("llama.embedding_length", 4096), ("llama.feed_forward_length", 14336), ("llama.attention.head_count", 32), ("llama.attention.head_count_kv", 8), ("llama.vocab_size", 128256) })
        {
            library.Info[key] = value;
        }

        await using var agent = AgentServer.Start(library.ConnectionString);

        var (status, body) = await agent.GetAsync("/api/hardware/estimate?model=somebody/custom:latest&gpu=rtx-3090");

        Assert.Equal((200, 1_073_741_824), (status, body.GetProperty("kvCacheBytes").GetInt64()));
    }

    [Fact]
    public async Task Hardware_SaysWhatThisMachineIs_WithItsProbes()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString);

        var (status, body) = await agent.GetAsync("/api/hardware");

        Assert.Equal(200, status);
        Assert.InRange(body.GetProperty("processor").GetProperty("memoryBytes").GetInt64(), 64L << 20, long.MaxValue);
        Assert.Contains("nvidia-smi", body.GetProperty("probes").EnumerateArray().Select(probe => probe.GetProperty("probe").GetString()));
    }

    [Fact]
    public async Task Recommendations_AreForTheConfiguredHardware_WhenItIsAnotherMachines()
    {
        await using var ollama = await FakeOllama.StartAsync();
        await using var agent = AgentServer.Start(ollama.ConnectionString, settings: ("Hardware:Gpu", "rtx-3090"));

        var (_, body) = await agent.GetAsync("/api/hardware/recommendations");

        Assert.Equal(
            [("simple chat", "qwen3:32b"), ("tool calling", "qwen3:32b"), ("complex agent", "qwen3:32b"), ("embedding", "bge-m3")],
            body.GetProperty("recommendations").EnumerateArray().Select(item => (item.GetProperty("use").GetString(), item.GetProperty("model").GetString())));
    }

    [Fact]
    public void Options_NameTheKey_WhenTheConfiguredGpuIsUnknown() => Assert.Equal(
        "Hardware:Gpu: The GPU 'rtx-9999' is not in the catalogue. Did you mean rtx-3090 or rtx-4090 or rtx-5090?",
        new MachineInventory.Validator().Validate(null, new HardwareOptions { Gpu = "rtx-9999" }).FailureMessage);
}

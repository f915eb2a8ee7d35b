using System.Text.Json;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;

namespace LocalAi.Hardware.Tests.Queries;

public sealed class EstimateQueryTests
{
    private static readonly Machine Here = new() { Gpus = [], Processor = Processor.TypicalDesktop with { MemoryBytes = 16L << 30 } };

    [Fact]
    public void ToRequest_TakesEveryParameter_WhenAllAreGiven()
    {
        var query = new EstimateQuery
        {
            Model = "llama3.1:8b", Quantization = "q4_K_M", Context = "8192", KvCache = "Q8_0", Gpu = "rtx-3090", GpuCount = "2", Parallel = "4", Prompt = "2000", Ram = "32",
        };

        var request = query.ToRequest(Here);

        Assert.Equal(
            ("llama3.1:8b", "Q4_K_M", 8192, "q8_0", "rtx-3090", 2, 4, 2000, 32L << 30),
            (request.Model.Tag, request.Quantization.Name, request.ContextTokens, request.KvCache.Name, request.Machine.Gpus[0].Id, request.Machine.Gpus.Count,
                request.ParallelRequests, request.PromptTokens, request.Machine.Processor.MemoryBytes));
    }

    [Fact]
    public void ToRequest_UsesThisMachineAndTheModelsDefaults_WhenOnlyTheModelIsGiven()
    {
        var request = new EstimateQuery { Model = "mxbai-embed-large" }.ToRequest(Here);

        Assert.Equal(("F16", 512, 512, 1), (request.Quantization.Name, request.ContextTokens, request.PromptTokens, request.ParallelRequests));
        Assert.Same(Here, request.Machine);
    }

    [Fact]
    public void ToRequest_TakesTheTagsQuantization_WhenNoneIsGiven() =>
        Assert.Equal("Q8_0", new EstimateQuery { Model = "llama3.1:8b-instruct-q8_0" }.ToRequest(Here).Quantization.Name);

    [Theory]
    [InlineData("model", null, "model is required: an Ollama tag such as llama3.1:8b.", false)]
    [InlineData("model", "lama3.1:8b", "The model 'lama3.1:8b' is not in the catalogue. Did you mean llama3.1:8b", true)]
    [InlineData("gpu", "rtx3091", "The GPU 'rtx3091' is not in the catalogue. Did you mean rtx-3090", true)]
    [InlineData("quantization", "q4_k_x", "The quantization 'q4_k_x' is not one of llama.cpp's. Did you mean Q4_K_", false)]
    [InlineData("kvCache", "q5_1", "kvCache is 'q5_1'; allowed: f16, q8_0, q4_0.", false)]
    [InlineData("context", "131073", "context is '131073'; allowed: llama3.1:8b supports 1 to 131,072 tokens.", false)]
    [InlineData("context", "0", "context is '0'; allowed: llama3.1:8b supports 1 to 131,072 tokens.", false)]
    [InlineData("context", "-1", "context is '-1'; allowed: llama3.1:8b supports 1 to 131,072 tokens.", false)]
    [InlineData("context", "8k", "context is '8k'; allowed: llama3.1:8b supports 1 to 131,072 tokens.", false)]
    [InlineData("context", "99999999999999999999", "context is '99999999999999999999'; allowed: llama3.1:8b supports 1 to 131,072 tokens.", false)]
    [InlineData("parallel", "0", "parallel is '0'; allowed: 1 to 512 requests.", false)]
    [InlineData("gpuCount", "-2", "gpuCount is '-2'; allowed: 1 to 16.", false)]
    [InlineData("gpuCount", "2", "gpuCount needs gpu: this machine has no GPU to multiply.", false)]
    [InlineData("prompt", "9000", "prompt is '9000'; allowed: 1 to 8,192 tokens, the context.", false)]
    [InlineData("ram", "0", "ram is '0'; allowed: 1 to 65,536 GiB.", false)]
    public void ToRequest_NamesTheFieldAndTheRemedy_WhenAValueIsBad(string field, string? value, string message, bool unknown)
    {
        var query = field switch
        {
            "model" => new EstimateQuery { Model = value },
            "gpu" => Valid with { Gpu = value },
            "quantization" => Valid with { Quantization = value },
            "kvCache" => Valid with { KvCache = value },
            "context" => Valid with { Context = value },
            "parallel" => Valid with { Parallel = value },
            "gpuCount" => Valid with { GpuCount = value },
            "ram" => Valid with { Ram = value },
            _ => Valid with { Prompt = value },
        };

        var error = Assert.Throws<EstimateQueryException>(() => query.ToRequest(Here));

        Assert.Equal((field, unknown), (error.Field, error.IsUnknown));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimate_HasTheAgreedJsonNames_WhenSerialized()
    {
        var estimate = Estimator.Estimate(new EstimateQuery { Model = "llama3.1:8b", Gpu = "rtx-3090" }.ToRequest(Here));

        using var json = JsonSerializer.SerializeToDocument(estimate, JsonSerializerOptions.Web);

        string[] agreed = ["weightsBytes", "kvCacheBytes", "overheadBytes", "totalBytes", "gpuBytes", "fit", "gpuLayers", "layers", "decodeTokensPerSecond", "prefillTokensPerSecond", "capability", "notes"];
        Assert.Superset(agreed.ToHashSet(), json.RootElement.EnumerateObject().Select(property => property.Name).ToHashSet());
        Assert.Equal("gpu", json.RootElement.GetProperty("fit").GetString());
        Assert.Equal(["expected", "low", "high"], json.RootElement.GetProperty("decodeTokensPerSecond").EnumerateObject().Select(property => property.Name));
    }

    private static EstimateQuery Valid => new() { Model = "llama3.1:8b" };
}

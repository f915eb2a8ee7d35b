using System.Text.Json;

namespace LocalAi.Cli.Tests;

public sealed class FitCommandTests : IDisposable
{
    private readonly Terminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Fit_PrintsATable_WhenTheModelFits()
    {
        Assert.Equal(0, await _terminal.RunAsync("fit", "qwen3:32b", "--gpu", "rtx-3090", "--context", "16384"));

        Assert.Contains("yes, entirely on the GPU (24.0 GiB)", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Q4_K_M, context 16,384, KV cache f16", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("complex agent tasks", _terminal.Output, StringComparison.Ordinal);
        Assert.Empty(_terminal.Error);
    }

    [Fact]
    public async Task Fit_ExitsOneWithTheNumbers_WhenTheModelDoesNotFit()
    {
        Assert.Equal(1, await _terminal.RunAsync("fit", "llama3:70b"));

        Assert.Contains("Needs 42.5 GiB; this machine offers 28.8 GiB.", _terminal.Output.Replace("\n ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_PrintsTheApisJson_WhenAsked()
    {
        Assert.Equal(0, await _terminal.RunAsync("fit", "llama3.1:8b", "--gpu", "rtx-3090", "--kv-cache", "q8_0", "--json"));

        var json = JsonElement.Parse(_terminal.Output);
        string[] names =
        [
            "model", "quantization", "context", "kvCache", "parallel", "gpu", "gpuCount", "weightsBytes", "kvCacheBytes", "overheadBytes", "totalBytes", "gpuBytes", "gpuCapacityBytes", "fit",
            "gpuLayers", "layers", "decodeTokensPerSecond", "prefillTokensPerSecond", "timeToFirstTokenSeconds", "capability", "notes",
        ];
        Assert.Equal(names, json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("gpu", 570425344), (json.GetProperty("fit").GetString(), json.GetProperty("kvCacheBytes").GetInt64()));
    }

    [Fact]
    public async Task Fit_ListsModelsAndAdvice_WithoutAModel()
    {
        Assert.Equal(0, await _terminal.RunAsync("fit"));

        Assert.Contains("qwen3:30b", _terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tinyllama:1.1b", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("With GeForce RTX 3090: qwen3:32b at about", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("No GPU that a model can use: models run on the CPU.", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitJson_ListsTheSame_WithoutAModel()
    {
        Assert.Equal(0, await _terminal.RunAsync("fit", "--json"));

        Assert.Equal(["machine", "notes", "models", "recommendations", "upgrades"], JsonElement.Parse(_terminal.Output).EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("MODEL: The model 'lama3.1:8b' is not in the catalogue. Did you mean llama3.1:8b", "fit", "lama3.1:8b")]
    [InlineData("--gpu: The GPU 'rtx3091' is not in the catalogue. Did you mean rtx-3090", "fit", "llama3:8b", "--gpu", "rtx3091")]
    [InlineData("--gpu: The GPU 'rtx3091' is not in the catalogue. Did you mean rtx-3090", "fit", "--gpu", "rtx3091")]
    [InlineData("--context: context is '9000'; allowed: llama3:8b supports 1 to 8,192 tokens.", "fit", "llama3:8b", "--context", "9000")]
    [InlineData("--context: context is '-5'; allowed: llama3:8b supports 1 to 8,192 tokens.", "fit", "llama3:8b", "--context", "-5")]
    [InlineData("--kv-cache: kvCache is 'q3'; allowed: f16, q8_0, q4_0.", "fit", "llama3:8b", "--kv-cache", "q3")]
    [InlineData("--gpu-count: gpuCount is '0'; allowed: 1 to 16.", "fit", "llama3:8b", "--gpu", "rtx-3090", "--gpu-count", "0")]
    [InlineData("--users: users is '0'; allowed: 1 to 1,000.", "simulate", "--model", "llama3:8b", "--users", "0")]
    [InlineData("--max-queue: maxQueue is '-1'; allowed: 0 to", "simulate", "--model", "llama3:8b", "--max-queue", "-1")]
    [InlineData("--model: The model 'x' is not in the catalogue.", "simulate", "--model", "x")]
    [InlineData("--model: nomic-embed-text returns vectors and generates no text to simulate.", "simulate", "--model", "nomic-embed-text")]
    [InlineData("Option '--model' is required.", "simulate")]
    [InlineData("Unrecognized command or argument '--gpuu'.", "fit", "--gpuu", "x")]
    [InlineData("/nowhere.gguf cannot be read:", "fit", "/nowhere.gguf")]
    public async Task Command_ExitsTwoAndNamesTheOption_WhenAValueIsBad(string message, params string[] arguments)
    {
        Assert.Equal(2, await _terminal.RunAsync(arguments));

        Assert.StartsWith(message, _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_terminal.Output);
    }

    [Fact]
    public async Task Command_SuggestsTheOption_WhenMistyped()
    {
        await _terminal.RunAsync("fit", "--contex", "1");

        Assert.Contains("--contex: did you mean --context?", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_PrintsSpeedFirstTokenAndQueue_ForSeveralUsers()
    {
        Assert.Equal(0, await _terminal.RunAsync("simulate", "--gpu", "rtx-3090", "--model", "qwen3:14b", "--users", "6", "--max-queue", "1"));

        foreach (var part in new[] { "qwen3:14b, 6 users", "tokens/s", "First token", "1 waiting", "1 users get 503: the queue of 1 is full" })
        {
            Assert.Contains(part, _terminal.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SimulateJson_HasEstimateAndResult_WhenAsked()
    {
        Assert.Equal(0, await _terminal.RunAsync("simulate", "--gpu", "rtx-3090", "--model", "qwen3:14b", "--users", "4", "--json"));

        var result = JsonElement.Parse(_terminal.Output).GetProperty("result");
        Assert.Equal(4, result.GetProperty("users").GetInt32());
        Assert.InRange(result.GetProperty("tokensPerSecondPerUser").GetDouble(), 20, 70);
    }

    [Fact]
    public async Task Fit_ListsTheCatalogue_WhenAsked()
    {
        Assert.Equal(0, await _terminal.RunAsync("fit", "--all"));

        Assert.Contains("tinyllama:1.1b", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("deepseek-r1:671b", _terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("fit", "--all")]
    [InlineData("fit", "gpt-oss:120b", "--gpu", "m4-max")]
    [InlineData("fit", "llama3:70b", "--gpu", "rtx-3090", "--gpu-count", "2")]
    [InlineData("simulate", "--gpu", "rtx-3090", "--model", "qwen3:14b", "--users", "4")]
    [InlineData("doctor", "--public")]
    public async Task Output_StaysWithinEightyColumns_Always(params string[] arguments)
    {
        await _terminal.RunAsync(arguments);

        Assert.NotEmpty(_terminal.Output);
        Assert.All(_terminal.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }
}

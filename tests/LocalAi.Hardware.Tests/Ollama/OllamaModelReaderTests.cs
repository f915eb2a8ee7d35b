using System.Text.Json;
using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Ollama;

namespace LocalAi.Hardware.Tests.Ollama;

public sealed class OllamaModelReaderTests
{
    private const string Llama = """
        {"details":{"format":"gguf","family":"llama","parameter_size":"8.0B","quantization_level":"Q4_K_M"},"capabilities":["completion","tools"],
         "model_info":{"general.architecture":"llama","general.file_type":15,"general.parameter_count":8030261312,"llama.attention.head_count":32,"llama.attention.head_count_kv":8,
          "llama.attention.layer_norm_rms_epsilon":1e-05,"llama.block_count":32,"llama.context_length":131072,"llama.embedding_length":4096,"llama.feed_forward_length":14336,
          "llama.rope.dimension_count":128,"llama.rope.freq_base":500000,"llama.vocab_size":128256,"tokenizer.ggml.tokens":null}}
        """;

    private const string Gemma = """
        {"details":{"quantization_level":"Q4_K_M"},"capabilities":["completion","vision"],
         "model_info":{"general.architecture":"gemma3","general.parameter_count":4299915632,"gemma3.attention.head_count":8,"gemma3.attention.head_count_kv":4,"gemma3.attention.key_length":256,
          "gemma3.attention.sliding_window":1024,"gemma3.attention.value_length":256,"gemma3.block_count":34,"gemma3.context_length":131072,"gemma3.embedding_length":2560,"gemma3.feed_forward_length":10240}}
        """;

    private const string Mixture = """
        {"details":{"quantization_level":"Q4_K_M"},"capabilities":["completion","tools","thinking"],
         "model_info":{"general.architecture":"qwen3moe","general.parameter_count":30532122624,"qwen3moe.attention.head_count":32,"qwen3moe.attention.head_count_kv":4,"qwen3moe.attention.key_length":128,
          "qwen3moe.block_count":48,"qwen3moe.context_length":262144,"qwen3moe.embedding_length":2048,"qwen3moe.expert_count":128,"qwen3moe.expert_feed_forward_length":768,"qwen3moe.expert_used_count":8,
          "qwen3moe.feed_forward_length":6144}}
        """;

    [Theory]
    [InlineData(Llama, "llama3.1:8b")]
    [InlineData(Mixture, "qwen3-coder:30b")]
    public void Read_EstimatesLikeTheCatalogue_ForTheSameModel(string show, string tag)
    {
        var read = OllamaModelReader.Read("custom:latest", JsonElement.Parse(show));
        var machine = Machine.With(GpuCatalogue.Find("rtx-3090")!);

        var expected = Estimator.Estimate(FitRequest.For(ModelCatalogue.Find(tag)!, machine));
        var actual = Estimator.Estimate(FitRequest.For(read.Architecture, machine));

        Assert.Equal("Q4_K_M", read.Quantization?.Name);
        Assert.True(read.Architecture.Tools);
        Assert.Equal((expected.KvCacheBytes, expected.Layers, expected.Fit), (actual.KvCacheBytes, actual.Layers, actual.Fit));
        Assert.InRange(actual.WeightsBytes / (double)expected.WeightsBytes, 0.99, 1.01);
        Assert.InRange(actual.DecodeTokensPerSecond.Expected / expected.DecodeTokensPerSecond.Expected, 0.95, 1.05);
    }

    [Fact]
    public void Read_KnowsTheWindowPattern_WhenTheArchitectureFixesIt()
    {
        var read = OllamaModelReader.Read("gemma3:4b", JsonElement.Parse(Gemma));

        Assert.Equal(new SlidingWindow(1024, 6), read.Architecture.Window);
        Assert.Equal(KvCacheType.F16.Bytes(ModelCatalogue.Find("gemma3:4b")!, 8192, 1), KvCacheType.F16.Bytes(read.Architecture, 8192, 1));
    }

    [Fact]
    public void Read_TakesTheFileSize_WhenTheServerToldIt() =>
        Assert.Equal(4_920_753_328, OllamaModelReader.Read("x", JsonElement.Parse(Llama), 4_920_753_328).FileBytes);

    [Theory]
    [InlineData("{}", "The server's answer has no model_info: its version is too old, or it is not Ollama.")]
    [InlineData("[]", "The server's answer has no model_info: its version is too old, or it is not Ollama.")]
    [InlineData("""{"model_info":{}}""", "general.architecture is missing: this is not a language model.")]
    [InlineData("""{"model_info":{"general.architecture":"llama"}}""", "llama.block_count is missing, which every model has.")]
    [InlineData("""{"model_info":{"general.architecture":"llama","llama.block_count":"32"}}""", "llama.block_count is not a whole number.")]
    [InlineData("""{"model_info":{"general.architecture":"llama","llama.block_count":-1}}""", "llama.block_count is -1; 1 to 1024 is possible.")]
    public void Read_SaysWhatIsMissing_WhenTheAnswerIsUnusable(string show, string message) =>
        Assert.Equal(message, Assert.Throws<ModelMetadataException>(() => OllamaModelReader.Read("x", JsonElement.Parse(show))).Message);
}

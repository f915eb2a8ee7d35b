using LocalAi.Hardware.Architecture;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Estimation;

namespace LocalAi.Hardware.Tests.Catalogue;

public sealed class ModelCatalogueTests
{
    public static TheoryData<string> Tags => [.. ModelCatalogue.All.Select(model => model.Tag)];

    [Fact]
    public void Catalogue_HasFortyModelsOrMore_EachOnce()
    {
        var names = ModelCatalogue.All.SelectMany(model => model.Aliases.Append(model.Tag)).ToList();

        Assert.InRange(ModelCatalogue.All.Count, 40, int.MaxValue);
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Shape_GivesThePublishedParameters_WhenCounted(string tag)
    {
        var model = ModelCatalogue.Find(tag)!;

        var error = (double)ParameterCount.Of(model).Total / model.Parameters - 1;

        // Norms and biases are not counted; in small encoders they are the largest part.
        Assert.InRange(error, model.Parameters < 1e9 && model.Embedding ? -0.01 : -0.0005, 0.0001);
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void ActiveParameters_FollowFromTheShape_WhenAMixtureOfExperts(string tag)
    {
        var model = ModelCatalogue.Find(tag)!;
        if (model.ActiveParameters is not { } published)
        {
            Assert.Null(model.Experts);
            return;
        }

        var count = ParameterCount.Of(model);
        var active = count.Active(model.Experts);

        // Publishers count the input embedding or not.
        Assert.True(Near(active, published) || Near(active + count.Embedding, published), $"{active} and {published}");

        static bool Near(long counted, long published) => Math.Abs((double)counted / published - 1) < 0.01;
    }

    [Theory]
    [InlineData("llama3", "llama3:8b", null)]
    [InlineData("llama3:latest", "llama3:8b", null)]
    [InlineData("LLAMA3.1:8B", "llama3.1:8b", null)]
    [InlineData("llama3.1:8b-instruct-q4_K_M", "llama3.1:8b", "Q4_K_M")]
    [InlineData("library/qwen2.5:14b-instruct-q5_k_m", "qwen2.5:14b", "Q5_K_M")]
    [InlineData("llama3.1:8b-instruct-fp16", "llama3.1:8b", "F16")]
    [InlineData("qwen3:30b-a3b-instruct-2507-q4_K_M", "qwen3:30b", "Q4_K_M")]
    [InlineData("gemma3:27b-it-qat", "gemma3:27b", null)]
    public void Find_UnderstandsOllamasSpellings_WhenTagHasVariants(string tag, string expected, string? quantization)
    {
        Assert.Equal(expected, ModelCatalogue.Find(tag)?.Tag);
        Assert.Equal(quantization, ModelTag.Parse(tag).Quantization?.Name);
    }

    [Fact]
    public void Near_NamesTheModelMeant_WhenMistyped()
    {
        Assert.Null(ModelCatalogue.Find("lama3.1:8b"));
        Assert.Equal("llama3.1:8b", ModelCatalogue.Near("lama3.1:8b")[0]);
    }

    [Theory]
    [InlineData("RTX 3090", "rtx-3090")]
    [InlineData("NVIDIA GeForce RTX 4090", "rtx-4090")]
    [InlineData("m4-pro-24gb", "m4-pro-24gb")]
    [InlineData("m4-pro-25gb", null)]
    [InlineData("rtx-3090-48gb", null)]
    public void GpuFind_AcceptsUsualNames_WhenWrittenDifferently(string id, string? expected) => Assert.Equal(expected, GpuCatalogue.Find(id)?.Id);

    [Theory]
    [InlineData("NVIDIA GeForce RTX 4060 Ti", 16380L << 20, "rtx-4060-ti-16gb")]
    [InlineData("NVIDIA GeForce RTX 4060 Ti", 8188L << 20, "rtx-4060-ti")]
    [InlineData("NVIDIA GeForce RTX 4060 Laptop GPU", 8188L << 20, "rtx-4060-laptop")]
    [InlineData("NVIDIA A100-SXM4-80GB", 81920L << 20, "a100-80gb-sxm")]
    [InlineData("NVIDIA A100 80GB PCIe", 81920L << 20, "a100-80gb-pcie")]
    [InlineData("NVIDIA H100 PCIe", 81559L << 20, "h100-pcie")]
    [InlineData("Apple M3 Max", 64L << 30, "m3-max")]
    [InlineData("Radeon RX 7900 XTX", 24L << 30, "rx-7900-xtx")]
    [InlineData("NVIDIA GeForce RTX 9990", 24L << 30, null)]
    public void FromDriver_FindsTheCatalogueEntry_WhenADriverNamesAGpu(string name, long memory, string? expected) =>
        Assert.Equal(expected, GpuCatalogue.FromDriver(name, memory)?.Id);

    [Fact]
    public void Capability_IsTheBriefsClass_WhenSizeIsNominal()
    {
        string[] tags = ["llama3:8b", "gemma3:12b", "qwen3:14b", "phi3:14b", "mistral-small:24b", "qwen3:32b", "qwen3:30b", "llama2:70b", "llama3:70b", "nomic-embed-text"];

        Assert.Equal(
            ["simple chat", "simple chat", "basic tool calling", "basic tool calling", "basic tool calling", "complex agent tasks", "complex agent tasks", "close to cloud", "close to cloud", "embedding"],
            tags.Select(tag => Capability.Of(ModelCatalogue.Find(tag)!).Name));
    }
}

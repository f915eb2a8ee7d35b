using LocalAi.Hardware.Catalogue;

namespace LocalAi.HardwareBench;

/// <summary>The size of a model file as its publisher states it.</summary>
internal sealed record PublishedFile(string Model, string Quantization, double Gigabytes)
{
    /// <summary>Sizes of llama.cpp's own quantizations (tools/quantize/README.md, GiB × 1.0737) and of files in Ollama's library and on model hubs.</summary>
    public static IReadOnlyList<PublishedFile> All { get; } =
    [
        new("llama3.1:8b", "Q2_K", 3.17), new("llama3.1:8b", "IQ4_XS", 4.48), new("llama3.1:8b", "Q4_K_S", 4.68), new("llama3.1:8b", "Q4_K_M", 4.92),
        new("llama3.1:8b", "Q5_K_M", 5.72), new("llama3.1:8b", "Q6_K", 6.59), new("llama3.1:8b", "Q8_0", 8.54), new("llama3.1:8b", "F16", 16.06),
        new("llama3:70b", "IQ2_XS", 21.14), new("llama3:70b", "Q2_K", 26.37), new("llama3:70b", "IQ3_M", 31.93), new("llama3:70b", "Q3_K_M", 34.26),
        new("llama3:70b", "IQ4_XS", 37.90), new("llama3:70b", "Q4_K_M", 42.52), new("llama3:70b", "Q5_K_M", 49.95), new("llama3:70b", "Q6_K", 57.89),
        new("llama3:70b", "Q8_0", 74.98), new("llama3:70b", "F16", 141.12),
        new("llama3.2:3b", "Q4_K_M", 2.02), new("qwen2.5:14b", "Q4_K_M", 8.99), new("tinyllama:1.1b", "Q4_K_M", 0.667), new("gpt-oss:20b", "MXFP4", 13.8),
    ];

    public long EstimatedBytes() => QuantizationCatalogue.Get(Quantization).BytesOf(ModelCatalogue.Find(Model)!).Total;
}

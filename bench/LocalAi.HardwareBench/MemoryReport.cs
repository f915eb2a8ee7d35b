using LocalAi.Hardware.Estimation;
using LocalAi.Hardware.Machines;
using LocalAi.Hardware.Queries;

namespace LocalAi.HardwareBench;

/// <summary>The memory that a running model took, as its server said in a public log or list.</summary>
internal sealed record MemoryReport(string Source, string Model, string Quantization, int Context, double Gigabytes)
{
    private const double Mebibyte = 1048576 / 1e9;

    // A GPU that holds them all, so that nothing is split.
    private const string Gpu = "a100-80gb-pcie";

    /// <summary>Logs that list every buffer, those in RAM too: weights, KV cache, compute and output.</summary>
    public static IReadOnlyList<MemoryReport> Itemized { get; } =
    [
        new("Ollama on a Tesla T4, 2024-08", "llama3:8b", "Q4_0", 8192, (4156.00 + 281.81 + 1024 + 560 + 2.02 + 24.01) * Mebibyte),
        new("llama.cpp on CUDA, 2024", "llama2:7b", "Q4_K_M", 2048, (3820.94 + 70.31 + 1024 + 164.01 + 13.02 + 8) * Mebibyte),
        new("llama.cpp on a CPU, 2024-09", "llama2:7b", "Q4_K_M", 2048, (3891.24 + 1024 + 164.01 + 0.14) * Mebibyte),
        new("llama.cpp on ROCm, 2026-04, and its embedding in RAM", "qwen2.5:32b", "Q4_K_M", 32768, (27091 + 417.66) * Mebibyte),
    ];

    /// <summary>
    /// Totals of <c>/api/ps</c> and <c>ollama ps</c>, of releases from 2024 to 2026, which count differently: some leave the runtime's own memory and the embedding
    /// out, some reserve for buffers that are never used. Rounded to two digits as printed, but where the bytes are known.
    /// </summary>
    public static IReadOnlyList<MemoryReport> Reported { get; } =
    [
        new("Ollama's FAQ", "llama3:70b", "Q4_0", 2048, 42),
        new("attogram/ollama-bash-lib 0.38", "llama2:7b", "Q4_0", 4096, 6.927),
        new("attogram/ollama-bash-lib 0.38", "llama3.2:3b", "Q4_K_M", 4096, 3.4),
        new("2026", "llama3.2:3b", "Q4_K_M", 4096, 3.092),
        new("2026", "llama3.2:3b", "Q4_K_M", 8192, 3.4),
        new("2026, Docker", "llama3.2:1b", "Q8_0", 8192, 2.2),
        new("2026, RTX 2060", "qwen3:1.7b", "Q4_K_M", 4096, 2.3),
        new("2026, Metal", "qwen3:8b", "Q4_K_M", 40960, 11),
        new("2026", "qwen2.5:14b", "Q4_K_M", 4096, 10),
        new("2026", "qwen2.5:14b", "Q5_K_M", 16384, 13),
        new("2026", "qwen2.5:7b", "Q5_K_M", 4096, 5.6),
        new("2026", "qwen2.5-coder:7b", "Q4_K_M", 4096, 4.9),
        new("2025", "qwen2.5-coder:7b", "Q4_K_M", 32768, 8.0),
        new("2025", "qwen2.5-coder:14b", "Q4_K_M", 32768, 15),
        new("2025", "qwen2.5-coder:32b", "Q4_K_M", 32768, 27),
        new("2026, RTX 4090", "qwen3-coder:30b", "Q4_K_M", 32768, 21),
        new("2025", "mistral:7b", "Q4_K_M", 4096, 5.1),
        new("2025", "gpt-oss:20b", "MXFP4", 8192, 14),
        new("2025", "gpt-oss:120b", "MXFP4", 8192, 65),
        new("2024-07, ROCm", "qwen2.5:72b", "Q4_K_S", 2048, 43.1 * 1024 * Mebibyte),
    ];

    public FitEstimate Estimate() => Estimator.Estimate(new EstimateQuery
    {
        Model = Model,
        Quantization = Quantization,
        Gpu = Gpu,
        Context = Context.ToString(System.Globalization.CultureInfo.InvariantCulture),
    }.ToRequest(new Machine { Gpus = [], Processor = Processor.TypicalDesktop }));

    public double Error => Estimate().TotalBytes / 1e9 / Gigabytes - 1;
}

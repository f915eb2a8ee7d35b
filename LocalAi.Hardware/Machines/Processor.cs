namespace LocalAi.Hardware.Machines;

/// <summary>The CPU and its memory: where layers run that no GPU holds.</summary>
public sealed record Processor
{
    /// <summary>Name, for example <c>AMD EPYC</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Physical cores that may be used.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Sustained read bandwidth in bytes a second: measured, or three quarters of the modules' peak.</summary>
    public required double BandwidthBytesPerSecond { get; init; }

    /// <summary>Peak 32-bit arithmetic in operations a second: cores × clock × operations a cycle (AVX-512 64, AVX2 32, NEON 16, else 8).</summary>
    public required double FlopsPerSecond { get; init; }

    /// <summary>Part of the sustained bandwidth that decoding reaches. Measured: 0.56 to 0.71 of the peak, so about 0.8 of the sustained rate.</summary>
    public const double MemoryEfficiency = 0.8;

    /// <summary>Part of the peak arithmetic that llama.cpp's CPU kernels reach with quantized weights (a 13900K: 0.74 of 2.3 TFLOPS).</summary>
    public const double ComputeEfficiency = 0.33;

    /// <summary>Part of the memory that a model may take; the rest is the system's and its programs'.</summary>
    public const double UsableFraction = 0.9;

    /// <summary>Memory of the runtime and compute buffers without a GPU, in bytes: the same buffers as on one.</summary>
    public const long OverheadBytes = 457L << 20;

    /// <summary>Relative uncertainty of speeds that depend on this part.</summary>
    public const double Uncertainty = 0.4;

    /// <summary>Bytes that models may use.</summary>
    public long UsableBytes => (long)(MemoryBytes * UsableFraction);

    /// <summary>
    /// The desktop assumed around a GPU that is not in this machine: 8 cores with AVX2 at 4 GHz, 64 GB of dual-channel DDR4-3200
    /// (51.2 GB/s peak, 38 sustained).
    /// </summary>
    public static readonly Processor TypicalDesktop = new()
    {
        Name = "8 cores with AVX2 at 4 GHz, dual-channel DDR4-3200",
        Cores = 8,
        MemoryBytes = 64L << 30,
        BandwidthBytesPerSecond = 0.75 * 51.2e9,
        FlopsPerSecond = 8 * 4e9 * 32,
    };
}

namespace LocalAi.Hardware.Machines;

/// <summary>A graphics processor: published figures, or what a probe found.</summary>
public sealed record Gpu
{
    /// <summary>The usual name in kebab case, for example <c>rtx-3090</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name a driver reports, without vendor, for example <c>GeForce RTX 3090</c>.</summary>
    public required string Name { get; init; }

    /// <summary>nvidia, amd, intel or apple.</summary>
    public required string Vendor { get; init; }

    /// <summary>Generation whose measured efficiencies apply.</summary>
    public required GpuFamily Family { get; init; }

    /// <summary>Memory in bytes; with <see cref="Unified"/>, the memory of the whole machine.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Published peak memory bandwidth in bytes a second.</summary>
    public required double BandwidthBytesPerSecond { get; init; }

    /// <summary>
    /// Published peak arithmetic in floating-point operations a second: dense 16-bit matrix units with 32-bit accumulation where there are any
    /// (GeForce: the halved rate), else 32-bit.
    /// </summary>
    public required double FlopsPerSecond { get; init; }

    /// <summary>True when GPU and CPU share one memory (Apple silicon, Strix Halo, GB10).</summary>
    public bool Unified { get; init; }

    /// <summary>Sizes in GiB in which a unified-memory chip is sold, smallest first; empty for a card.</summary>
    public IReadOnlyList<int> MemoryOptionsGiB { get; init; } = [];

    /// <summary>
    /// Part of a unified memory that the GPU may hold. Metal reports 0.67 to 0.75 of the memory as its recommended working set
    /// (macOS 15: 0.74 to 0.75); <c>sysctl iogpu.wired_limit_mb</c> raises it.
    /// </summary>
    public const double UnifiedFraction = 0.75;

    /// <summary>Bytes that models may use on this GPU.</summary>
    public long UsableBytes => Unified ? (long)(MemoryBytes * UnifiedFraction) : MemoryBytes;
}

namespace LocalAi.Hardware.Machines;

/// <summary>
/// What measurement says about a generation of GPUs. The time of one decoding step is
/// bytes ÷ (<see cref="MemoryEfficiency"/> × bandwidth) + layers × <see cref="LayerSeconds"/> + unpacking.
/// Fitted to public llama.cpp measurements of 2024–2026 (docs/hardware.md lists them); no GPU has a constant of its own.
/// </summary>
public sealed record GpuFamily
{
    // A transformer block is 15–20 kernels of a few microseconds that do not depend on the bytes they read: launch, synchronization, tail.
    private const double CudaLayer = 65e-6;
    private const double RocmLayer = 70e-6;
    private const double MetalLayer = 150e-6;

    // Context of the runtime and compute buffers of llama.cpp with flash attention, as Ollama reserves it for each GPU.
    private const long CudaOverhead = 457L << 20;
    private const long MetalOverhead = 512L << 20;

    /// <summary>Name used in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>Sustained part of the peak bandwidth in matrix-vector products.</summary>
    public required double MemoryEfficiency { get; init; }

    /// <summary>Sustained part of the peak arithmetic in prompt processing with quantized weights.</summary>
    public required double PrefillEfficiency { get; init; }

    /// <summary>Time of one layer that does not depend on the bytes read, in seconds.</summary>
    public double LayerSeconds { get; init; } = CudaLayer;

    /// <summary>Memory of the runtime and compute buffers on each GPU, in bytes.</summary>
    public long OverheadBytes { get; init; } = CudaOverhead;

    /// <summary>Operations to unpack one block-quantized weight that do not overlap with reading it (M1 only: its GPU is short of integer throughput).</summary>
    public double UnpackFlopsPerWeight { get; init; }

    /// <summary>Relative uncertainty of decode: 0.25 where the family is measured, 0.4 where it is inferred from its neighbours.</summary>
    public double Uncertainty { get; init; } = 0.25;

    /// <summary>All families.</summary>
    public static readonly IReadOnlyList<GpuFamily> All =
    [
        new() { Id = "pascal", MemoryEfficiency = 0.75, PrefillEfficiency = 0.5, Uncertainty = 0.4 },
        new() { Id = "volta", MemoryEfficiency = 0.65, PrefillEfficiency = 0.25, Uncertainty = 0.4 },
        new() { Id = "turing", MemoryEfficiency = 0.80, PrefillEfficiency = 0.6 },
        new() { Id = "ampere", MemoryEfficiency = 0.85, PrefillEfficiency = 0.85 },
        new() { Id = "ada", MemoryEfficiency = 0.92, PrefillEfficiency = 0.75 },
        new() { Id = "blackwell", MemoryEfficiency = 0.92, PrefillEfficiency = 0.75 },
        // One sequence cannot keep enough reads in flight to fill HBM: half of the peak, whatever the size of the model.
        new() { Id = "ampere-hbm", MemoryEfficiency = 0.50, PrefillEfficiency = 0.30 },
        new() { Id = "hopper", MemoryEfficiency = 0.55, PrefillEfficiency = 0.17 },
        new() { Id = "grace-blackwell", MemoryEfficiency = 0.80, PrefillEfficiency = 0.45 },
        new() { Id = "rdna2", MemoryEfficiency = 0.70, PrefillEfficiency = 0.4, LayerSeconds = RocmLayer, Uncertainty = 0.4 },
        new() { Id = "rdna3", MemoryEfficiency = 0.78, PrefillEfficiency = 0.4, LayerSeconds = RocmLayer },
        new() { Id = "rdna4", MemoryEfficiency = 0.80, PrefillEfficiency = 0.25, LayerSeconds = RocmLayer },
        new() { Id = "cdna", MemoryEfficiency = 0.45, PrefillEfficiency = 0.15, LayerSeconds = RocmLayer, Uncertainty = 0.4 },
        new() { Id = "strix-halo", MemoryEfficiency = 0.80, PrefillEfficiency = 0.3, LayerSeconds = RocmLayer },
        new() { Id = "arc", MemoryEfficiency = 0.55, PrefillEfficiency = 0.15, LayerSeconds = RocmLayer, Uncertainty = 0.4 },
        new() { Id = "apple-m1", MemoryEfficiency = 0.85, PrefillEfficiency = 0.5, LayerSeconds = MetalLayer, OverheadBytes = MetalOverhead, UnpackFlopsPerWeight = 12, Uncertainty = 0.4 },
        new() { Id = "apple", MemoryEfficiency = 0.90, PrefillEfficiency = 0.6, LayerSeconds = MetalLayer, OverheadBytes = MetalOverhead },
        // Two dies: a part of the reads crosses between them.
        new() { Id = "apple-ultra", MemoryEfficiency = 0.85, PrefillEfficiency = 0.6, LayerSeconds = MetalLayer, OverheadBytes = MetalOverhead },
    ];

    /// <summary>The family called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">No family has this id.</exception>
    public static GpuFamily Get(string id) =>
        All.FirstOrDefault(family => family.Id == id) ?? throw new ArgumentException($"No GPU family is called '{id}'.", nameof(id));
}

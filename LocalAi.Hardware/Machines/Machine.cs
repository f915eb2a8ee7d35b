namespace LocalAi.Hardware.Machines;

/// <summary>What models run on: GPUs of one machine in the order a runtime lists them, and its processor.</summary>
public sealed record Machine
{
    /// <summary>GPUs; empty when there is none that a runtime can use.</summary>
    public required IReadOnlyList<Gpu> Gpus { get; init; }

    /// <summary>CPU and RAM.</summary>
    public required Processor Processor { get; init; }

    /// <summary>True when GPU and CPU share one memory.</summary>
    public bool Unified => Gpus.Count > 0 && Gpus[0].Unified;

    /// <summary>
    /// A machine with <paramref name="count"/> GPUs of one kind that this machine may not have. The rest is
    /// <paramref name="processor"/>, by default <see cref="Processor.TypicalDesktop"/>; a unified-memory chip brings its own memory.
    /// </summary>
    public static Machine With(Gpu gpu, int count = 1, Processor? processor = null)
    {
        var host = processor ?? Processor.TypicalDesktop;
        if (gpu.Unified)
        {
            // Layers past the GPU's share are read by the CPU clusters, which reach about half of the fabric's bandwidth.
            host = host with { MemoryBytes = gpu.MemoryBytes, BandwidthBytesPerSecond = 0.5 * gpu.BandwidthBytesPerSecond };
        }

        return new Machine { Gpus = [.. Enumerable.Repeat(gpu, count)], Processor = host };
    }
}

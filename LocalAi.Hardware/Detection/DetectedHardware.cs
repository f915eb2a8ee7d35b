using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Detection;

/// <summary>This machine, and how that is known.</summary>
public sealed record DetectedHardware
{
    /// <summary>GPUs, processor and memory as estimates use them.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Bytes of RAM that are free for programs now.</summary>
    public required long AvailableMemoryBytes { get; init; }

    /// <summary>Name of the operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>True inside a container.</summary>
    public required bool Container { get; init; }

    /// <summary>True inside a virtual machine.</summary>
    public required bool VirtualMachine { get; init; }

    /// <summary>What each probe found.</summary>
    public required IReadOnlyList<ProbeReport> Probes { get; init; }

    /// <summary>Sentences about what to know of this machine.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;

namespace LocalAi.AgentApi.Hardware;

/// <summary>This machine; sizes in bytes, rates in bytes a second.</summary>
internal sealed record HardwareInfo(
    IReadOnlyList<HardwareInfo.GpuInfo> Gpus,
    HardwareInfo.ProcessorInfo Processor,
    long AvailableMemoryBytes,
    string OperatingSystem,
    bool Container,
    bool VirtualMachine,
    IReadOnlyList<ProbeReport> Probes,
    IReadOnlyList<string> Notes)
{
    /// <summary>A GPU. <paramref name="UsableBytes"/> is what models may take of it.</summary>
    internal sealed record GpuInfo(string Id, string Name, string Vendor, long MemoryBytes, long UsableBytes, double BandwidthBytesPerSecond, bool Unified)
    {
        public static GpuInfo From(Gpu gpu) =>
            new(gpu.Id, gpu.Name, gpu.Vendor, gpu.MemoryBytes, gpu.UsableBytes, gpu.BandwidthBytesPerSecond, gpu.Unified);
    }

    /// <summary>The CPU; its bandwidth is measured.</summary>
    internal sealed record ProcessorInfo(string Name, int Cores, long MemoryBytes, double BandwidthBytesPerSecond);

    public static HardwareInfo From(DetectedHardware hardware) => new(
        [.. hardware.Machine.Gpus.Select(GpuInfo.From)],
        new(hardware.Machine.Processor.Name, hardware.Machine.Processor.Cores, hardware.Machine.Processor.MemoryBytes, hardware.Machine.Processor.BandwidthBytesPerSecond),
        hardware.AvailableMemoryBytes,
        hardware.OperatingSystem,
        hardware.Container,
        hardware.VirtualMachine,
        hardware.Probes,
        hardware.Notes);
}

using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Catalogue;

/// <summary>A line of gpus.json: nominal GiB, GB/s and TFLOPS as makers print them.</summary>
internal sealed record GpuEntry(
    string Id, string Name, string Vendor, string Family, double MemoryGiB, double BandwidthGBs, double Teraflops, bool Unified = false, IReadOnlyList<int>? MemoryOptionsGiB = null)
{
    public Gpu ToGpu() => new()
    {
        Id = Id,
        Name = Name,
        Vendor = Vendor,
        Family = GpuFamily.Get(Family),
        MemoryBytes = (long)(MemoryGiB * (1L << 30)),
        BandwidthBytesPerSecond = BandwidthGBs * 1e9,
        FlopsPerSecond = Teraflops * 1e12,
        Unified = Unified,
        MemoryOptionsGiB = MemoryOptionsGiB ?? [],
    };
}

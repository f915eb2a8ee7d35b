using LocalAi.Hardware.Detection;

namespace LocalAi.Hardware.Tests.Detection;

public sealed class ParserTests
{
    public static TheoryData<string, FoundGpu[]> NvidiaOutputs => new()
    {
        { Recorded.TwoNvidia, [new("NVIDIA GeForce RTX 3090", "nvidia", 24576L << 20, 310L << 20), new("NVIDIA GeForce RTX 3090", "nvidia", 24576L << 20, 4L << 20)] },
        { Recorded.NvidiaNotAvailable, [new("NVIDIA GB10", "nvidia", null, null)] },
        { "NVIDIA A100-SXM4-80GB, 81920 MiB, 0 MiB\r\n", [new("NVIDIA A100-SXM4-80GB", "nvidia", 81920L << 20, 0)] },
        { "Tesla T4, 15360, [Not Supported]\n", [new("Tesla T4", "nvidia", 15360L << 20, null)] },
        { "NVIDIA GeForce RTX 4090, -1, 99999999999999999999\n", [new("NVIDIA GeForce RTX 4090", "nvidia", null, null)] },
        { "No devices were found\n", [] },
        { "[N/A], [N/A], [N/A]\n", [] },
        { "", [] },
    };

    [Theory]
    [MemberData(nameof(NvidiaOutputs))]
    public void NvidiaSmi_GivesTheGpus_AsPrinted(string output, FoundGpu[] expected) => Assert.Equal(expected, NvidiaSmi.Parse(output));

    [Fact]
    public void RocmSmi_GivesTheCards_WhenAWarningPrecedesTheJson() =>
        Assert.Equal([new FoundGpu("Radeon RX 7900 XTX", "amd", 25753026560, 1173626880)], RocmSmi.Parse(Recorded.Rocm));

    [Theory]
    [InlineData("")]
    [InlineData("ERROR: no AMD GPUs specified")]
    [InlineData("{\"card0\": ")]
    [InlineData("{\"system\": {\"Driver version\": \"6.8\"}}")]
    public void RocmSmi_GivesNothing_WhenThereIsNoCard(string output) => Assert.Empty(RocmSmi.Parse(output));

    [Fact]
    public void RocmSmi_UsesTheModel_WhenTheSeriesIsMissing() => Assert.Equal(
        [new FoundGpu("Radeon PRO W7900", "amd", null, null)],
        RocmSmi.Parse("""{"card1": {"Card Series": "N/A", "Card Model": "Radeon PRO W7900", "VRAM Total Memory (B)": "N/A"}}"""));

    [Fact]
    public void SystemProfiler_GivesChipMemoryAndCores_OnAppleSilicon() => Assert.Equal(("Apple M4 Pro", 24L << 30, 14), SystemProfiler.Parse(Recorded.Mac));

    [Theory]
    [InlineData(Recorded.IntelMac)]
    [InlineData("{}")]
    [InlineData("not json")]
    public void SystemProfiler_GivesNothing_WithoutAppleSilicon(string output) => Assert.Null(SystemProfiler.Parse(output));

    [Fact]
    public void CpuInfo_CountsPhysicalCores_AndReadsTheVectorUnit()
    {
        Assert.Equal(new CpuInfo("AMD EPYC", 2, 2596.098e6, 64, true), CpuInfo.Parse(Recorded.Epyc, 8));
        Assert.Equal(new CpuInfo("AMD Ryzen 7 5700X 8-Core Processor", 1, 4650e6, 32, false), CpuInfo.Parse(Recorded.Ryzen, 8));
        Assert.Equal(new CpuInfo("ARM processor", 2, 2.5e9, 16, false), CpuInfo.Parse(Recorded.Graviton, 8));
        Assert.Equal(new CpuInfo("AMD EPYC", 1, 2596.098e6, 64, true), CpuInfo.Parse(Recorded.Epyc, 1));
        Assert.Equal(new CpuInfo("unknown processor", 4, 2.5e9, 8, false), CpuInfo.Parse("", 4));
    }

    [Fact]
    public void MemInfo_ReadsTotalAndAvailable_OrZero()
    {
        Assert.Equal(new MemInfo(24684092L << 10, 24263764L << 10), MemInfo.Parse(Recorded.MemInfo));
        Assert.Equal(new MemInfo(0, 0), MemInfo.Parse("garbage"));
    }

    [Theory]
    [InlineData("max\n", null)]
    [InlineData("9223372036854771712", null)]
    [InlineData("4294967296\n", 4294967296)]
    public void MemInfoLimit_IsNullWithoutALimit(string text, long? expected) => Assert.Equal(expected, MemInfo.ParseLimit(text));
}

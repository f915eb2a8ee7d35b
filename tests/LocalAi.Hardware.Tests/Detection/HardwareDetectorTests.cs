using LocalAi.Hardware.Detection;

namespace LocalAi.Hardware.Tests.Detection;

public sealed class HardwareDetectorTests
{
    [Fact]
    public async Task Detect_FindsTwoGpus_WhenNvidiaSmiListsThem()
    {
        using var machine = new FakeMachine().Prints("nvidia-smi", Recorded.TwoNvidia).File("proc/cpuinfo", Recorded.Ryzen).File("proc/meminfo", Recorded.MemInfo);

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal([("rtx-3090", 24576L << 20), ("rtx-3090", 24576L << 20)], found.Machine.Gpus.Select(gpu => (gpu.Id, gpu.MemoryBytes)));
        Assert.Equal((24684092L << 10, 30e9, false, false), (found.Machine.Processor.MemoryBytes, found.Machine.Processor.BandwidthBytesPerSecond, found.Container, found.VirtualMachine));
        Assert.Empty(found.Notes);
    }

    [Fact]
    public async Task Detect_SaysCpuAndHow_WhenInAContainerWithoutGpu()
    {
        using var machine = new FakeMachine().File(".dockerenv", "").File("proc/cpuinfo", Recorded.Epyc).File("proc/meminfo", Recorded.MemInfo).File("sys/fs/cgroup/memory.max", "8589934592\n");

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Empty(found.Machine.Gpus);
        Assert.Equal((true, true, 8L << 30), (found.Container, found.VirtualMachine, found.Machine.Processor.MemoryBytes));
        Assert.Equal("No GPU is visible in this container: models run on the CPU. Start the container with the GPU (--gpus all, or --device /dev/kfd and /dev/dri) if the machine has one.", Assert.Single(found.Notes));
    }

    [Theory]
    [InlineData("nvidia-smi did not answer within 5 seconds.")]
    [InlineData("nvidia-smi failed with exit code 9: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")]
    public async Task Detect_ReportsTheProbe_WhenNvidiaSmiHangsOrFails(string failure)
    {
        using var machine = new FakeMachine().Fails("nvidia-smi", failure);

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal((false, failure), found.Probes.Where(probe => probe.Probe == "nvidia-smi").Select(probe => (probe.Found, probe.Detail)).Single());
        Assert.Empty(found.Machine.Gpus);
    }

    [Fact]
    public async Task Detect_UsesSystemMemory_WhenAUnifiedGpuSaysNotAvailable()
    {
        using var machine = new FakeMachine().Prints("nvidia-smi", Recorded.NvidiaNotAvailable).File("proc/meminfo", "MemTotal: 125000000 kB\n");

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("dgx-spark", 125000000L << 10, true), found.Machine.Gpus.Select(gpu => (gpu.Id, gpu.MemoryBytes, gpu.Unified)).Single());
    }

    [Fact]
    public async Task Detect_FindsTheChip_OnAMac()
    {
        using var machine = new FakeMachine().Prints("system_profiler", Recorded.Mac);

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("m4-pro", 24L << 30, 14, 24L << 30), (found.Machine.Gpus.Single().Id, found.Machine.Gpus.Single().MemoryBytes, found.Machine.Processor.Cores, found.Machine.Processor.MemoryBytes));
    }

    [Fact]
    public async Task Detect_AsksTheKernel_WhenRocmSmiIsMissing()
    {
        using var machine = new FakeMachine()
            .File("sys/class/drm/card1/device/vendor", "0x1002\n").File("sys/class/drm/card1/device/mem_info_vram_total", "25753026560\n").File("sys/class/drm/card1/device/product_name", "AMD Radeon RX 7900 XTX\n")
            .File("sys/class/drm/card0/device/vendor", "0x1002\n").File("sys/class/drm/card0/device/mem_info_vram_total", "536870912\n");

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("rx-7900-xtx", 25753026560), found.Machine.Gpus.Select(gpu => (gpu.Id, gpu.MemoryBytes)).Single());
    }

    [Fact]
    public async Task Detect_GuessesAndSaysSo_WhenTheGpuIsNotListed()
    {
        using var machine = new FakeMachine().Prints("nvidia-smi", "NVIDIA Quadro Z9999, 16384, 1\n");

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("nvidia-quadro-z9999", 480e9), found.Machine.Gpus.Select(gpu => (gpu.Id, gpu.BandwidthBytesPerSecond)).Single());
        Assert.Equal("NVIDIA Quadro Z9999 is not in the catalogue; its bandwidth is a guess from its memory size.", Assert.Single(found.Notes));
    }

    [Fact]
    public async Task Detect_AssumesAndSaysSo_WhenBandwidthCannotBeMeasured()
    {
        using var machine = new FakeMachine { Bandwidth = 0 }.Prints("nvidia-smi", Recorded.TwoNvidia);

        var found = await machine.Detector.DetectAsync(TestContext.Current.CancellationToken);

        Assert.Equal(20e9, found.Machine.Processor.BandwidthBytesPerSecond);
        Assert.Equal("The memory bandwidth could not be measured; 20 GB/s is assumed.", Assert.Single(found.Notes));
    }

    [Fact]
    public async Task Detect_FindsAProcessorAndBandwidth_OnThisMachine()
    {
        var found = await HardwareDetector.ForThisMachine().DetectAsync(TestContext.Current.CancellationToken);

        Assert.InRange(found.Machine.Processor.Cores, 1, 1024);
        Assert.InRange(found.Machine.Processor.MemoryBytes, 64L << 20, 1L << 50);
        Assert.InRange(found.Machine.Processor.BandwidthBytesPerSecond, 1e8, 5e12);
    }
}

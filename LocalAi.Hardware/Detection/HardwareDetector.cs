using System.Globalization;
using System.Runtime.InteropServices;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Machines;

namespace LocalAi.Hardware.Detection;

/// <summary>Finds GPUs, processor and memory of this machine. Each probe has its own time limit; a missing or hanging tool is a finding, never an error.</summary>
/// <param name="run">Runs a program within its time limit.</param>
/// <param name="root">Where /proc and /sys are; <c>/</c> but for tests.</param>
/// <param name="measureBandwidth">Measures RAM bandwidth with that many threads and bytes available; bytes a second, zero when it cannot.</param>
/// <param name="time">The clock.</param>
public sealed class HardwareDetector(
    Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> run, string root, Func<int, long, double> measureBandwidth, TimeProvider time)
{
    private static readonly TimeSpan ProgramLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BandwidthLimit = TimeSpan.FromMilliseconds(250);

    // Nothing of the kind is known: the slowest memory still sold in new machines.
    private const double UnmeasuredBandwidth = 20e9;

    // Graphics memory of every generation lies near 30 to 45 GB/s for each GiB; the low end for a card nobody listed.
    private const double UnlistedBandwidthPerGiB = 30e9;
    private const double UnlistedFlopsPerGiB = 3e12;

    private readonly SystemFiles _files = new(root);

    /// <summary>The detector of the machine this runs on.</summary>
    public static HardwareDetector ForThisMachine() => new(
        new CommandRunner(ProgramLimit, TimeProvider.System).RunAsync, "/", (threads, available) => MemoryBandwidth.Measure(threads, available, BandwidthLimit), TimeProvider.System);

    /// <summary>Runs all probes.</summary>
    public async Task<DetectedHardware> DetectAsync(CancellationToken cancellationToken)
    {
        var probes = new List<ProbeReport>();
        var cpu = CpuInfo.Parse(_files.Read("proc/cpuinfo") ?? "", Environment.ProcessorCount);
        var memory = ReadMemory();
        var chip = await ProbeAsync(probes, "system_profiler", ["system_profiler"], SystemProfiler.Arguments, SystemProfiler.Parse, found => $"{found!.Value.Chip}, {Gibibytes(found.Value.MemoryBytes)}", found => found is not null, cancellationToken);
        if (chip is { } mac)
        {
            memory = new MemInfo(mac.MemoryBytes, mac.MemoryBytes);
            cpu = cpu with { Name = mac.Chip, Cores = mac.Cores > 0 ? mac.Cores : cpu.Cores, ClockHertz = 4e9, OperationsPerCycle = 16 };
        }

        var found = await FindGpusAsync(probes, chip?.Chip, memory, cancellationToken);
        var gpus = found.Select(gpu => ToGpu(gpu, memory.TotalBytes)).ToList();
        probes.Add(new ProbeReport("cpu", true, Text($"{cpu.Name}, {cpu.Cores} cores"), 0));
        probes.Add(new ProbeReport("memory", memory.TotalBytes > 0, Text($"{Gibibytes(memory.TotalBytes)}, {Gibibytes(memory.AvailableBytes)} available"), 0));
        var bandwidth = Measure(probes, cpu.Cores, memory.AvailableBytes);
        var container = _files.Exists(".dockerenv") || _files.Exists("run/.containerenv") || (_files.Read("proc/1/cgroup") ?? "").Contains("kubepods", StringComparison.Ordinal);
        return new DetectedHardware
        {
            Machine = new Machine
            {
                Gpus = gpus,
                Processor = new Processor
                {
                    Name = cpu.Name,
                    Cores = cpu.Cores,
                    MemoryBytes = memory.TotalBytes,
                    BandwidthBytesPerSecond = bandwidth > 0 ? bandwidth : UnmeasuredBandwidth,
                    FlopsPerSecond = cpu.Cores * cpu.ClockHertz * cpu.OperationsPerCycle,
                },
            },
            AvailableMemoryBytes = memory.AvailableBytes,
            OperatingSystem = RuntimeInformation.OSDescription,
            Container = container,
            VirtualMachine = cpu.Virtual,
            Probes = probes,
            Notes = Notes(gpus, found, container, cpu.Virtual, bandwidth),
        };
    }

    private async Task<IReadOnlyList<FoundGpu>> FindGpusAsync(List<ProbeReport> probes, string? appleChip, MemInfo memory, CancellationToken cancellationToken)
    {
        if (appleChip is not null)
        {
            return [new FoundGpu(appleChip, "apple", memory.TotalBytes)];
        }

        var nvidia = await ProbeAsync(probes, "nvidia-smi", NvidiaSmi.Programs, NvidiaSmi.Arguments, NvidiaSmi.Parse, Names, HasAny, cancellationToken) ?? [];
        var amd = await ProbeAsync(probes, "rocm-smi", RocmSmi.Programs, RocmSmi.Arguments, RocmSmi.Parse, Names, HasAny, cancellationToken) ?? [];
        if (amd.Count == 0 && GraphicsDrivers.Read(_files) is { Count: > 0 } kernel)
        {
            probes.Add(new ProbeReport("sysfs", true, Names(kernel), 0));
            amd = kernel;
        }

        return [.. nvidia, .. amd];
    }

    private async Task<T?> ProbeAsync<T>(
        List<ProbeReport> probes, string name, string[] programs, string[] arguments, Func<string, T> parse, Func<T, string> describe, Func<T, bool> found, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        CommandResult result = new(null, null);
        foreach (var program in programs)
        {
            result = await run(program, arguments, cancellationToken);
            if (result.Output is not null || result.Failure?.EndsWith("is not installed.", StringComparison.Ordinal) != true)
            {
                break;
            }
        }

        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 3);
        if (result.Output is null)
        {
            probes.Add(new ProbeReport(name, false, result.Failure?.EndsWith("is not installed.", StringComparison.Ordinal) == true ? $"{name} is not installed." : result.Failure ?? "", seconds));
            return default;
        }

        var parsed = parse(result.Output);
        var any = found(parsed);
        probes.Add(new ProbeReport(name, any, any ? describe(parsed) : "It ran and named no device.", seconds));
        return parsed;
    }

    private double Measure(List<ProbeReport> probes, int cores, long availableBytes)
    {
        var start = time.GetTimestamp();
        var bandwidth = measureBandwidth(cores, availableBytes);
        probes.Add(new ProbeReport("bandwidth", bandwidth > 0, bandwidth > 0 ? Text($"{bandwidth / 1e9:0.0} GB/s read by {cores} threads") : "Too little free memory to measure.", Math.Round(time.GetElapsedTime(start).TotalSeconds, 3)));
        return bandwidth;
    }

    private MemInfo ReadMemory()
    {
        var memory = MemInfo.Parse(_files.Read("proc/meminfo") ?? "");
        if (memory.TotalBytes == 0)
        {
            var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            return new MemInfo(total, total / 2);
        }

        var limit = MemInfo.ParseLimit(_files.Read("sys/fs/cgroup/memory.max") ?? _files.Read("sys/fs/cgroup/memory/memory.limit_in_bytes") ?? "");
        return limit is { } bytes && bytes < memory.TotalBytes ? new MemInfo(bytes, Math.Min(bytes, memory.AvailableBytes)) : memory;
    }

    private static Gpu ToGpu(FoundGpu found, long systemMemory)
    {
        if (GpuCatalogue.FromDriver(found.Name, found.MemoryBytes ?? 0) is { } known)
        {
            return known.Unified ? known with { MemoryBytes = systemMemory } : known;
        }

        var memory = found.MemoryBytes ?? 0;
        return new Gpu
        {
            Id = string.Join('-', found.Name.ToLowerInvariant().Split([' ', '/', '(', ')'], StringSplitOptions.RemoveEmptyEntries)),
            Name = found.Name,
            Vendor = found.Vendor,
            Family = GpuFamily.Get(found.Vendor switch { "amd" => "rdna2", "apple" => "apple", "intel" => "arc", _ => "pascal" }),
            MemoryBytes = memory,
            BandwidthBytesPerSecond = Math.Max(1e11, UnlistedBandwidthPerGiB * memory / (1L << 30)),
            FlopsPerSecond = Math.Max(5e12, UnlistedFlopsPerGiB * memory / (1L << 30)),
            Unified = found.Vendor == "apple",
        };
    }

    private static List<string> Notes(List<Gpu> gpus, IReadOnlyList<FoundGpu> found, bool container, bool virtualMachine, double bandwidth)
    {
        var notes = new List<string>();
        if (gpus.Count == 0)
        {
            notes.Add(container
                ? "No GPU is visible in this container: models run on the CPU. Start the container with the GPU (--gpus all, or --device /dev/kfd and /dev/dri) if the machine has one."
                : virtualMachine
                    ? "No GPU is passed through to this virtual machine: models run on the CPU."
                    : "No GPU that a model can use: models run on the CPU.");
        }

        notes.AddRange(found.Zip(gpus).Where(pair => !GpuCatalogue.All.Any(known => pair.Second.Id == known.Id))
            .Select(pair => $"{pair.First.Name} is not in the catalogue; its bandwidth is a guess from its memory size."));
        notes.AddRange(gpus.Where(gpu => gpu.MemoryBytes == 0).Select(gpu => $"The driver does not say how much memory {gpu.Name} has, so nothing is placed on it."));
        if (bandwidth == 0)
        {
            notes.Add(Text($"The memory bandwidth could not be measured; {UnmeasuredBandwidth / 1e9:0} GB/s is assumed."));
        }

        return notes;
    }

    private static string Names(IReadOnlyList<FoundGpu> gpus) => string.Join(", ", gpus.Select(gpu => gpu.Name));

    private static bool HasAny(IReadOnlyList<FoundGpu> gpus) => gpus.Count > 0;

    private static string Gibibytes(long bytes) => Text($"{bytes / (double)(1L << 30):0.0} GiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

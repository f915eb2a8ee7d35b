using LocalAi.Cli.Output;
using LocalAi.Hardware.Advice;
using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>GPU and what can be run on it.</summary>
internal sealed class GpuCheck(Func<CancellationToken, Task<DetectedHardware>> detect) : IDoctorCheck
{
    public string Name => "GPU";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var hardware = await detect(cancellationToken);
        var machine = hardware.Machine;
        var failing = hardware.Probes.FirstOrDefault(probe => !probe.Found && probe.Probe is "nvidia-smi" or "rocm-smi" && !probe.Detail.EndsWith("is not installed.", StringComparison.Ordinal) && !probe.Detail.StartsWith("It ran", StringComparison.Ordinal));
        if (machine.Gpus.Count == 0 && failing is not null)
        {
            return CheckResult.Warning(failing.Detail, "Reinstall or restart the GPU driver; nvidia-smi (or rocm-smi) must list the card within 5 seconds.");
        }

        var model = AutoModel.Choose(machine);
        return machine.Gpus.Count == 0
            ? CheckResult.Warning($"{(hardware.Notes.Count > 0 ? hardware.Notes[0] : "No GPU.")} Best model here: {model.Model ?? "none"}.", "See what a GPU would change: localai fit")
            : CheckResult.Ok($"{string.Join(", ", machine.Gpus.Select(gpu => $"{gpu.Name} ({Figures.Gibibytes(gpu.MemoryBytes)})"))}. Best model here: {model.Model ?? "none"}.");
    }
}

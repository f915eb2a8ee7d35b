using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>Whether containers can be given the GPU: an NVIDIA runtime or CDI device, or AMD's device files.</summary>
internal sealed class ContainerGpuCheck(DoctorProbes probes, Func<CancellationToken, Task<DetectedHardware>> detect) : IDoctorCheck
{
    public string Name => "GPU in containers";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var gpus = (await detect(cancellationToken)).Machine.Gpus;
        if (gpus.Count == 0)
        {
            return CheckResult.Skipped("No GPU to give to a container.");
        }

        if (gpus[0].Vendor == "apple")
        {
            return CheckResult.Warning("Containers on macOS cannot use the GPU.", "Install Ollama as a program (https://ollama.com/download); LocalAi finds it.");
        }

        var info = await probes.Run("docker", ["info", "--format", "{{json .Runtimes}} {{json .DiscoveredDevices}}"], cancellationToken);
        if (info.Output is null)
        {
            return CheckResult.Skipped("No Docker engine answers.");
        }

        if (gpus[0].Vendor != "nvidia")
        {
            return File.Exists("/dev/kfd")
                ? CheckResult.Ok("/dev/kfd and /dev/dri can be handed to containers.")
                : CheckResult.Failed("/dev/kfd is missing: the ROCm kernel driver is not loaded.", "Install AMD's ROCm kernel driver: https://rocm.docs.amd.com");
        }

        return info.Output.Contains("nvidia", StringComparison.OrdinalIgnoreCase)
            ? CheckResult.Ok("Docker knows the NVIDIA runtime.")
            : CheckResult.Failed("Docker does not know the NVIDIA runtime: Ollama in a container would run on the CPU.",
                "Install the NVIDIA Container Toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker");
    }
}

using LocalAi.Cli.Output;
using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;

namespace LocalAi.Cli.Doctor;

/// <summary>Whether a container sees the GPU, found out by starting one as Ollama's is started.</summary>
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

        if (gpus[0].Vendor is not ("nvidia" or "amd"))
        {
            return CheckResult.Warning($"Ollama's containers cannot use {gpus[0].Name}: only NVIDIA and AMD.", "Install Ollama as a program (https://ollama.com/download); LocalAi finds it.");
        }

        if (await TrialContainer.FindEngineAsync(probes, cancellationToken) is not { } engine)
        {
            return CheckResult.Skipped("No container engine answers.");
        }

        try
        {
            var container = new TrialContainer(probes, engine);
            return gpus[0].Vendor == "nvidia"
                ? await LookForNvidiaAsync(container, engine, gpus, cancellationToken)
                : await LookForAmdAsync(container, gpus[0], cancellationToken);
        }
        catch (CommandFailedException noImage)
        {
            return CheckResult.Warning(noImage.Message, $"Get one and ask again: {engine} pull docker.io/ollama/ollama");
        }
    }

    private static async Task<CheckResult> LookForNvidiaAsync(TrialContainer container, string engine, IReadOnlyList<Gpu> gpus, CancellationToken cancellationToken)
    {
        // Podman knows NVIDIA's devices by the Container Device Interface alone.
        string[] device = engine == "podman" ? ["--device", "nvidia.com/gpu=all"] : ["--gpus", "all"];
        var seen = await container.RunAsync([.. device, "--env", "NVIDIA_DRIVER_CAPABILITIES=compute,utility"], "nvidia-smi", ["--list-gpus"], cancellationToken);
        var lines = (seen.Output ?? "").Split('\n').Count(line => line.StartsWith("GPU ", StringComparison.Ordinal));
        var expected = gpus.Count(gpu => gpu.Vendor == "nvidia");
        return seen.Failure is { } failure
            ? CheckResult.Failed($"A container does not see {gpus[0].Name}, Ollama would run on the CPU there: {failure}", NvidiaRemedy(engine, failure))
            : lines < expected
                ? CheckResult.Failed(Figures.Text($"A container sees {lines} of {expected} NVIDIA GPUs."), "Restart the engine; in a virtual machine or a container, hand all devices to it.")
                : CheckResult.Ok(lines == 1 ? $"A container sees {gpus[0].Name}." : Figures.Text($"A container sees all {lines} NVIDIA GPUs."));
    }

    private static async Task<CheckResult> LookForAmdAsync(TrialContainer container, Gpu gpu, CancellationToken cancellationToken)
    {
        var seen = await container.RunAsync(["--device", "/dev/kfd", "--device", "/dev/dri"], "ls", ["/dev/kfd", "/dev/dri"], cancellationToken);
        return seen.Failure is { } failure
            ? CheckResult.Failed($"A container does not see {gpu.Name}, Ollama would run on the CPU there: {failure}", "Install AMD's ROCm kernel driver, which makes /dev/kfd and /dev/dri: https://rocm.docs.amd.com")
            : CheckResult.Ok($"A container sees {gpu.Name}.");
    }

    private static string NvidiaRemedy(string engine, string failure)
    {
        if (failure.Contains("NVML", StringComparison.Ordinal))
        {
            return "Restart the machine: the loaded driver and its libraries differ. If that does not help: sudo nvidia-ctk system create-dev-char-symlinks --create-all";
        }

        return failure.Contains("did not answer within", StringComparison.Ordinal)
            ? $"Restart the engine (sudo systemctl restart {engine}) and ask again."
            : engine == "podman"
                ? "Install the NVIDIA Container Toolkit, then: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml"
                : "Install the NVIDIA Container Toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker";
    }
}

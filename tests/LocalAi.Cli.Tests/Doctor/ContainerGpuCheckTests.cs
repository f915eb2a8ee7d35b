using LocalAi.Cli.Doctor;
using LocalAi.Hardware.Catalogue;
using LocalAi.Hardware.Detection;
using LocalAi.Hardware.Machines;
using LocalAi.TestServers;

namespace LocalAi.Cli.Tests.Doctor;

public sealed class ContainerGpuCheckTests : IDisposable
{
    private const string NoRuntime = "docker failed with exit code 125: docker: Error response from daemon: could not select device driver \"\" with capabilities: [[gpu]].";
    private const string OneCard = "GPU 0: NVIDIA GeForce RTX 3090 (UUID: GPU-b3b6c4f0-5d4b-4c8e-9a53-bf4ed9a2a2f1)\n";
    private const string Image = "localai-test/debian:bookworm";

    private readonly Terminal _terminal = new();
    private readonly List<string> _calls = [];

    public void Dispose() => _terminal.Dispose();

    public static TheoryData<string, int, string?, string?, string, string> Recorded => new()
    {
        // GPU, how many, what the program in the container printed, why it did not, status, beginning of finding and remedy
        { "rtx-3090", 1, OneCard, null, "Ok", "A container sees GeForce RTX 3090. → " },
        { "rtx-3090", 2, OneCard + OneCard, null, "Ok", "A container sees all 2 NVIDIA GPUs. → " },
        { "rtx-3090", 2, OneCard, null, "Failed", "A container sees 1 of 2 NVIDIA GPUs. → Restart the engine" },
        { "rtx-3090", 1, null, NoRuntime, "Failed", $"A container does not see GeForce RTX 3090, Ollama would run on the CPU there: {NoRuntime} → Install the NVIDIA Container Toolkit" },
        { "rtx-3090", 1, null, "docker failed with exit code 255: Failed to initialize NVML: Unknown Error", "Failed", "A container does not see GeForce RTX 3090, Ollama would run on the CPU there: docker failed with exit code 255: Failed to initialize NVML: Unknown Error → Restart the machine" },
        { "rtx-3090", 1, null, "docker did not answer within 60 seconds.", "Failed", "A container does not see GeForce RTX 3090, Ollama would run on the CPU there: docker did not answer within 60 seconds. → Restart the engine (sudo systemctl restart docker)" },
        { "rx-7900-xtx", 1, "/dev/kfd\n\n/dev/dri:\nrenderD128\n", null, "Ok", "A container sees Radeon RX 7900 XTX. → " },
        { "rx-7900-xtx", 1, null, "docker failed with exit code 125: error gathering device information while adding custom device \"/dev/kfd\": no such file or directory", "Failed", "A container does not see Radeon RX 7900 XTX, Ollama would run on the CPU there: docker failed with exit code 125" },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Check_SaysWhatAContainerSees_OnARecordedMachine(string gpu, int count, string? printed, string? failure, string status, string finding)
    {
        var result = await CheckAsync(gpu, count, Engine("docker", "ollama/ollama:0.32.15\n", new CommandResult(printed, failure)));

        Assert.Equal(status, result.Status.ToString());
        Assert.StartsWith(finding, $"{result.Detail} → {result.Remedy}", StringComparison.Ordinal);
        Assert.Equal(result.Status == CheckStatus.Failed, result.Remedy is not null);
    }

    [Fact]
    public async Task Doctor_ExitsOne_WhenAContainerDoesNotSeeTheGpu()
    {
        _terminal.Hardware = _terminal.Hardware with { Machine = Machine.With(GpuCatalogue.Find("rtx-3090")!), Notes = [] };
        var engine = Engine("docker", "ollama/ollama:0.32.15\n", new CommandResult(null, NoRuntime));
        _terminal.Probes = _terminal.Probes with
        {
            Run = (program, arguments, cancellation) => program == "dotnet" ? Task.FromResult(new CommandResult("10.0.401 [/sdk]", null)) : engine(program, arguments, cancellation),
            RunSlow = engine,
        };

        Assert.Equal(1, await _terminal.RunAsync("doctor"));

        Assert.Contains("FAIL", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("→ Install the NVIDIA Container Toolkit", _terminal.Output, StringComparison.Ordinal);
        Assert.Contains("1 check failed; the arrows say what to do.", _terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker", "ollama/ollama:<none>\npostgres:17\ndocker.io/library/ubuntu:24.04\nollama/ollama:0.32.15\n", "--gpus all", "ollama/ollama:0.32.15")]
    [InlineData("docker", "postgres:17\nmy-ubuntu:24.04\nregistry.example.org:5000/mirror/debian:trixie\n", "--gpus all", "registry.example.org:5000/mirror/debian:trixie")]
    [InlineData("docker", "", "--gpus all", "docker.io/library/debian:bookworm-slim")]
    [InlineData("podman", "docker.io/ollama/ollama:0.32.15\n", "--device nvidia.com/gpu=all", "docker.io/ollama/ollama:0.32.15")]
    public async Task Check_StartsAnImageThatTheMachineHas_AndRemovesTheContainer(string engine, string images, string device, string image)
    {
        await CheckAsync("rtx-3090", 1, Engine(engine, images, new CommandResult(OneCard, null)));

        var run = Assert.Single(_calls, call => call.StartsWith($"{engine} run ", StringComparison.Ordinal));
        Assert.Contains($" {device} ", run, StringComparison.Ordinal);
        Assert.EndsWith($" --entrypoint nvidia-smi {image} --list-gpus", run, StringComparison.Ordinal);
        Assert.Equal(images.Length == 0 ? 1 : 0, _calls.Count(call => call == $"{engine} pull --quiet {image}"));
        Assert.StartsWith($"{engine} rm --force localai-doctor-", _calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m4-pro-24gb", "docker", "Warning", "Containers on macOS cannot use the GPU.")]
    [InlineData("arc-b580", "docker", "Warning", "Ollama's containers cannot use Arc B580: only NVIDIA and AMD.")]
    [InlineData("rtx-3090", "none", "Skipped", "No container engine answers.")]
    [InlineData("rtx-3090", "docker without images", "Warning", "No image to start a container with: docker failed with exit code 1: no route to host")]
    public async Task Check_StartsNoContainer_WhenNoneCouldTell(string gpu, string engine, string status, string detail)
    {
        var result = await CheckAsync(gpu, 1, engine == "docker without images"
            ? Engine("docker", "", new CommandResult(OneCard, null), pull: new CommandResult(null, "docker failed with exit code 1: no route to host"))
            : Engine(engine, "ollama/ollama:0.32.15\n", new CommandResult(OneCard, null)));

        Assert.Equal(status, result.Status.ToString());
        Assert.Equal(detail, result.Detail);
        Assert.DoesNotContain(_calls, call => call.Contains(" run ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_FailsWithTheRemedy_WhenTheRealEngineHasNoNvidiaRuntime()
    {
        SkipWithoutImage();
        Assert.SkipWhen(RealServices.Read("docker", "info", "--format", "{{json .Runtimes}}").Contains("nvidia", StringComparison.Ordinal), "this engine has NVIDIA's runtime");

        var result = await CheckAsync("rtx-3090", 1, Recording(DoctorProbes.ForThisMachine().RunSlow));

        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.StartsWith("A container does not see GeForce RTX 3090, Ollama would run on the CPU there: docker failed with exit code 125: docker: Error response from daemon:", result.Detail, StringComparison.Ordinal);
        Assert.StartsWith("Install the NVIDIA Container Toolkit", result.Remedy, StringComparison.Ordinal);
        Assert.Empty(RealServices.Read("docker", "ps", "--all", "--quiet", "--filter", $"name={ContainerName()}"));
    }

    [Fact]
    public async Task Check_ReadsWhatAContainerOfTheRealEnginePrints_WhenItHasTheDriversProgram()
    {
        SkipWithoutImage();
        var folder = Directory.CreateTempSubdirectory("localai-doctor-");
        try
        {
            // What the toolkit mounts into a container; the container, its start and its end are real.
            var program = Path.Combine(folder.FullName, "nvidia-smi");
            await File.WriteAllTextAsync(program, $"#!/bin/sh\necho '{OneCard.Trim()}'\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var real = DoctorProbes.ForThisMachine().RunSlow;

            var result = await CheckAsync("rtx-3090", 1, Recording((engine, arguments, cancellation) =>
                real(engine, [.. arguments.SelectMany(argument => argument switch { "--gpus" => ["--volume"], "all" => [$"{program}:/usr/bin/nvidia-smi:ro"], _ => new[] { argument } })], cancellation)));

            Assert.Equal(CheckResult.Ok("A container sees GeForce RTX 3090."), result);
            Assert.Empty(RealServices.Read("docker", "ps", "--all", "--quiet", "--filter", $"name={ContainerName()}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void SkipWithoutImage() =>
        Assert.SkipWhen(RealServices.Run("docker", ["image", "inspect", Image]) != 0, $"no Docker engine with the image {Image} answers: run eng/real-services.sh install");

    private string ContainerName() => _calls.Single(call => call.StartsWith("docker run ", StringComparison.Ordinal)).Split(' ').Single(word => word.StartsWith("localai-doctor-", StringComparison.Ordinal));

    private Task<CheckResult> CheckAsync(string gpu, int count, Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> engine)
    {
        var hardware = _terminal.Hardware with { Machine = Machine.With(GpuCatalogue.Find(gpu)!, count) };
        var check = new ContainerGpuCheck(_terminal.Probes with { Run = engine, RunSlow = engine }, _ => Task.FromResult(hardware));
        return check.RunAsync(TestContext.Current.CancellationToken);
    }

    private Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> Recording(Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> engine) => (program, arguments, cancellation) =>
    {
        _calls.Add($"{program} {string.Join(' ', arguments)}");
        return engine(program, arguments, cancellation);
    };

    private Func<string, IReadOnlyList<string>, CancellationToken, Task<CommandResult>> Engine(string engine, string images, CommandResult run, CommandResult? pull = null) => Recording((program, arguments, _) =>
        Task.FromResult(program != engine
            ? new CommandResult(null, $"{program} is not installed.")
            : arguments[0] switch
            {
                "version" => new CommandResult("27.3.1\n", null),
                "image" => new CommandResult(images, null),
                "pull" => pull ?? new CommandResult("", null),
                "run" => run,
                _ => new CommandResult("", null),
            }));
}

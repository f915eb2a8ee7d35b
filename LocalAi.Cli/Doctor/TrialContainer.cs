using LocalAi.Hardware.Detection;

namespace LocalAi.Cli.Doctor;

/// <summary>A container that runs one program and goes: what it prints is what containers of this machine see.</summary>
internal sealed class TrialContainer(DoctorProbes probes, string engine)
{
    // The smallest image with a C library, which the driver's programs need.
    private const string SmallImage = "docker.io/library/debian:bookworm-slim";

    // Images with such a library that a machine with LocalAi or a GPU is likely to have: nothing is downloaded then.
    private static readonly string[] Preferred = ["ollama/ollama", "pgvector/pgvector", "nvidia/cuda", "rocm/dev-ubuntu-24.04", "ubuntu", "debian"];

    /// <summary>The program of the first engine that answers: docker or podman; null for none.</summary>
    public static async Task<string?> FindEngineAsync(DoctorProbes probes, CancellationToken cancellationToken)
    {
        foreach (var engine in EngineCheck.Engines)
        {
            if ((await EngineCheck.AskVersionAsync(probes, engine, cancellationToken)).Output?.Trim() is { Length: > 0 })
            {
                return engine;
            }
        }

        return null;
    }

    /// <summary>Runs <paramref name="program"/> in a container with <paramref name="options"/> of the engine's <c>run</c>, without a network.</summary>
    /// <returns>What it printed, or why it did not start.</returns>
    /// <exception cref="CommandFailedException">There is no image to start, and none could be downloaded.</exception>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> options, string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var image = await FindImageAsync(cancellationToken);
        var name = $"localai-doctor-{Guid.NewGuid():N}";
        try
        {
            return await probes.RunSlow(engine, ["run", "--rm", "--pull", "never", "--name", name, "--network", "none", .. options, "--entrypoint", program, image, .. arguments], cancellationToken);
        }
        finally
        {
            // Ending the client, after the time limit, leaves the container; so does an engine that fails to start it.
            await probes.Run(engine, ["rm", "--force", name], CancellationToken.None);
        }
    }

    private async Task<string> FindImageAsync(CancellationToken cancellationToken)
    {
        var listed = await probes.Run(engine, ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"], cancellationToken);
        var images = (listed.Output ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var present = Preferred.SelectMany(preferred => images.Where(image => IsOf(image, preferred))).FirstOrDefault();
        if (present is not null)
        {
            return present;
        }

        var pulled = await probes.RunSlow(engine, ["pull", "--quiet", SmallImage], cancellationToken);
        return pulled.Failure is null ? SmallImage : throw new CommandFailedException($"No image to start a container with: {pulled.Failure}");
    }

    private static bool IsOf(string image, string repository)
    {
        var name = image[..Math.Max(0, image.LastIndexOf(':'))];
        return !image.EndsWith(":<none>", StringComparison.Ordinal)
            && (name.Equals(repository, StringComparison.Ordinal) || name.EndsWith($"/{repository}", StringComparison.Ordinal));
    }
}

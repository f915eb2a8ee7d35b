namespace LocalAi.AppHost.Sources;

/// <summary>Where this machine's container engine listens.</summary>
internal static class EngineAddress
{
    private const string Unix = "unix://";

    /// <summary><c>DOCKER_HOST</c> where it is set, else Windows' pipe or the first of the usual sockets that exists, else null; a socket as its path.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return host.StartsWith(Unix, StringComparison.Ordinal) ? host[Unix.Length..] : host;
        }

        if (OperatingSystem.IsWindows())
        {
            return File.Exists(@"\\.\pipe\docker_engine") ? "npipe://./pipe/docker_engine" : null;
        }

        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/run";
        string[] candidates =
        [
            "/var/run/docker.sock",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker/run/docker.sock"),
            Path.Combine(runtime, "docker.sock"),
            Path.Combine(runtime, "podman/podman.sock"),
        ];
        return candidates.FirstOrDefault(File.Exists);
    }
}

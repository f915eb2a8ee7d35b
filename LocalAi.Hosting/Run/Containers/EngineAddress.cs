namespace LocalAi.Hosting.Run.Containers;

/// <summary>Where the container engine listens: Docker's API, which Podman speaks too.</summary>
internal static class EngineAddress
{
    /// <summary><c>DOCKER_HOST</c> where it is set, else the first of the usual sockets that exists, else null.</summary>
    public static Uri? Find()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host && Uri.TryCreate(host, UriKind.Absolute, out var address))
        {
            return address;
        }

        if (OperatingSystem.IsWindows())
        {
            return File.Exists(@"\\.\pipe\docker_engine") ? new Uri("npipe://./pipe/docker_engine") : null;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] sockets =
        [
            "/var/run/docker.sock",
            Path.Combine(home, ".docker/run/docker.sock"),
            Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/run", "docker.sock"),
            Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/run", "podman/podman.sock"),
        ];
        return sockets.Where(File.Exists).Select(socket => new Uri($"unix://{socket}")).FirstOrDefault();
    }
}

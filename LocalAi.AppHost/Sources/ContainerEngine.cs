using System.Net.Sockets;

namespace LocalAi.AppHost.Sources;

/// <summary>Asks the container engine (Docker's API, which Podman speaks too) whether it answers and can have an image.</summary>
internal sealed class ContainerEngine
{
    // Deciding where a service comes from must not hold up the start: an engine or registry slower than this counts as absent.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string? _socket = FindSocket();
    private Task<string?>? _engineProblem;

    /// <summary>
    /// Null when the image is on this machine or its registry answers; else a sentence that says what is missing, within 2 s.
    /// </summary>
    public async Task<string?> WhyImageCannotRunAsync(string image, CancellationToken cancellationToken)
    {
        if (await (_engineProblem ??= WhyEngineIsAbsentAsync(cancellationToken)) is { } problem)
        {
            return problem;
        }

        using var client = Client();
        using var found = await client.GetAsync($"http://engine/images/{image}/json", cancellationToken);
        return found.IsSuccessStatusCode || await RegistryAnswersAsync(image, cancellationToken)
            ? null
            : $"the image {image} is not on this machine and its registry cannot be reached";
    }

    private static string? FindSocket()
    {
        const string unix = "unix://";
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return host.StartsWith(unix, StringComparison.Ordinal) ? host[unix.Length..] : host;
        }

        string[] candidates =
        [
            "/var/run/docker.sock",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker/run/docker.sock"),
            Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "/run", "podman/podman.sock"),
        ];
        return candidates.FirstOrDefault(File.Exists);
    }

    private static async Task<bool> RegistryAnswersAsync(string image, CancellationToken cancellationToken)
    {
        // "name/…" is on Docker Hub unless its first part is a host, which has a dot or a port.
        var first = image.Split('/')[0];
        var registry = first is "docker.io" || !first.Contains('.') && !first.Contains(':') ? "registry-1.docker.io" : first;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri($"https://{registry}/v2/"), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string?> WhyEngineIsAbsentAsync(CancellationToken cancellationToken)
    {
        if (_socket is null)
        {
            return "no container engine (Docker or Podman) was found";
        }

        using var client = Client();
        try
        {
            using var response = await client.GetAsync(new Uri("http://engine/_ping"), cancellationToken);
            return response.IsSuccessStatusCode ? null : $"the container engine at {_socket} answers {(int)response.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return $"the container engine at {_socket} does not answer";
        }
    }

    private HttpClient Client() => new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = Patience };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(_socket, UriKind.Absolute, out var address) && address.Scheme == "tcp")
        {
            var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await tcp.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new NetworkStream(tcp, ownsSocket: true);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket!), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>The container engine of this machine: Docker, or Podman, which speaks the same API.</summary>
internal sealed class ContainerEngine : IDisposable
{
    // Docker 20.10 and Podman 4 speak it; nothing newer is needed.
    private static readonly System.Version ApiVersion = new(1, 41);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private DockerClient? _client;
    private bool _hasAnswered;

    /// <summary>The client. Calls take as long as they take: a wait for a container's end is one call.</summary>
    /// <exception cref="ResourceStartException">There is no engine on this machine.</exception>
    public IDockerClient Client
    {
        get
        {
            lock (_gate)
            {
                return _client ??= new DockerClientBuilder()
                    .WithEndpoint(EngineAddress.Find() ?? throw new ResourceStartException(
                        "No container engine was found: install and start Docker or Podman, or set DOCKER_HOST to where it listens."))
                    .WithApiVersion(ApiVersion)
                    .WithTimeout(Timeout.InfiniteTimeSpan)
                    .Build();
            }
        }
    }

    /// <summary>Whether a failed call says that the engine is gone, rather than that it refused.</summary>
    public static bool IsGone(Exception exception) =>
        exception is HttpRequestException or IOException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException
        || exception is OperationCanceledException;

    /// <summary>Whether the engine answers within 2 s.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await Client.System.PingAsync(limit.Token);
            return _hasAnswered = true;
        }
        catch (Exception exception) when (IsGone(exception) || exception is DockerApiException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>
    /// Returns when the engine answers. One that has answered before is waited for: it was stopped or has crashed, and comes back.
    /// </summary>
    /// <param name="onGone">Called once when there is something to wait for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ResourceStartException">It does not answer and never did.</exception>
    public async Task WaitUntilAnswersAsync(Func<string, Task> onGone, CancellationToken cancellationToken)
    {
        for (var isFirst = true; !await AnswersAsync(cancellationToken); isFirst = false)
        {
            var problem = $"The container engine at {Where} does not answer";
            if (!_hasAnswered)
            {
                throw new ResourceStartException($"{problem}: start Docker or Podman.");
            }

            if (isFirst)
            {
                await onGone($"{problem} any more. It goes on when the engine is back.");
            }

            await Task.Delay(AskAgainAfter, cancellationToken);
        }
    }

    /// <summary>Where this engine's networks are.</summary>
    public async Task<EngineNetworks> FindNetworksAsync(CancellationToken cancellationToken) =>
        NetworksOf(await Client.System.GetVersionAsync(cancellationToken), await Client.System.GetSystemInfoAsync(cancellationToken));

    internal static EngineNetworks NetworksOf(VersionResponse version, SystemInfoResponse info)
    {
        if (version.Components?.FirstOrDefault(component => component.Name.StartsWith("Podman", StringComparison.Ordinal)) is not { } podman)
        {
            return EngineNetworks.Docker;
        }

        var isRootless = info.SecurityOptions?.Contains("name=rootless") is true
            // Podman 4.3 does not say so: by where an ordinary user's images are.
            || info.DockerRootDir?.EndsWith("/.local/share/containers/storage", StringComparison.Ordinal) is true;
        return !isRootless ? EngineNetworks.Podman
            : System.Version.TryParse(podman.Version, out var number) && number.Major < 5 ? EngineNetworks.UserPodman4
            : EngineNetworks.UserPodman;
    }

    public void Dispose() => _client?.Dispose();

    private static string Where => EngineAddress.Find()?.ToString() ?? "its socket";
}

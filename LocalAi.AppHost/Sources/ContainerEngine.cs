using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace LocalAi.AppHost.Sources;

/// <summary>Asks the container engine (Docker's API, which Podman speaks too) whether it answers and can have an image.</summary>
/// <param name="address">Where it listens, as <c>DOCKER_HOST</c> has it; null where there is none.</param>
internal sealed class ContainerEngine(string? address)
{
    // Deciding where a service comes from must not hold up the start: an engine or registry slower than this counts as absent.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Task<ContainerProblem?>> _problems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _silentRegistries = new(StringComparer.Ordinal);
    private Task<ContainerProblem?>? _engineProblem;

    /// <summary>Null when the image is on this machine or can be pulled; else what is missing, within 2 s.</summary>
    public Task<ContainerProblem?> FindProblemAsync(string image, CancellationToken cancellationToken) =>
        _problems.GetOrAdd(image, name => AskAsync(name, cancellationToken));

    private async Task<ContainerProblem?> AskAsync(string image, CancellationToken cancellationToken)
    {
        if (await (_engineProblem ??= FindEngineProblemAsync(cancellationToken)) is { } problem)
        {
            return problem;
        }

        using var client = Client();
        try
        {
            using var found = await client.GetAsync($"http://engine/images/{image}/json", cancellationToken);
            return found.IsSuccessStatusCode || await FindPullProblemAsync(image, cancellationToken) is not { } reason
                ? null
                : reason with { Reason = $"the image {image} is not on this machine and cannot be pulled ({reason.Reason})" };
        }
        catch (Exception exception) when (IsSilence(exception, cancellationToken))
        {
            return Silence(exception);
        }
    }

    /// <summary>Asks the engine, which has its own way to the registry, its own mirrors and certificates.</summary>
    private async Task<ContainerProblem?> FindPullProblemAsync(string image, CancellationToken cancellationToken)
    {
        var registry = Registry(image);
        var silence = new ContainerProblem(ContainerProblemCause.RegistryIsSilent, $"{registry} does not answer");
        if (_silentRegistries.ContainsKey(registry))
        {
            return silence;
        }

        using var client = Client();
        try
        {
            using var answer = await client.GetAsync($"http://engine/distribution/{image}/json", cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return null;
            }

            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.StatusCode == HttpStatusCode.NotFound && !text.Contains("message", StringComparison.Ordinal)
                ? await RegistryAnswersAsync(registry, cancellationToken) ? null : silence
                : new(Cause(answer.StatusCode), Message(text));
        }
        catch (Exception exception) when (IsSilence(exception, cancellationToken))
        {
            // Every image of it would take as long.
            _silentRegistries[registry] = true;
            return silence;
        }
    }

    /// <summary>What the registry itself answered is passed on with its status; that it could not be reached is the engine's own failure.</summary>
    private static ContainerProblemCause Cause(HttpStatusCode answer) =>
        (int)answer < 500 ? ContainerProblemCause.ImageIsRefused : ContainerProblemCause.RegistryIsSilent;

    /// <summary>Podman cannot be asked: whether the registry answers this machine is the next best.</summary>
    private static async Task<bool> RegistryAnswersAsync(string registry, CancellationToken cancellationToken)
    {
        // As engines do: no TLS on the loopback interface.
        var scheme = IPAddress.TryParse(registry.Split(':')[0], out var host) && IPAddress.IsLoopback(host) ? "http" : "https";
        using var client = new HttpClient { Timeout = Patience };
        using var response = await client.GetAsync(new Uri($"{scheme}://{registry}/v2/"), cancellationToken);
        return true;
    }

    /// <summary>"name/…" is on Docker Hub unless its first part is a host, which has a dot or a port.</summary>
    private static string Registry(string image)
    {
        var first = image.Split('/')[0];
        return first is "docker.io" || !image.Contains('/') || !first.Contains('.') && !first.Contains(':') ? "registry-1.docker.io" : first;
    }

    private static string Message(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("message").GetString()!.ReplaceLineEndings(" ").Trim();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return answer.Trim();
        }
    }

    private async Task<ContainerProblem?> FindEngineProblemAsync(CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return new(ContainerProblemCause.NoEngine, "no container engine (Docker or Podman) was found");
        }

        using var client = Client();
        try
        {
            using var response = await client.GetAsync(new Uri("http://engine/_ping"), cancellationToken);
            return response.IsSuccessStatusCode
                ? null
                : new(ContainerProblemCause.EngineFails, $"the container engine at {address} answers {(int)response.StatusCode}");
        }
        catch (Exception exception) when (IsSilence(exception, cancellationToken))
        {
            return Silence(exception);
        }
    }

    private ContainerProblem Silence(Exception exception) => exception.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
        ? new(ContainerProblemCause.EngineIsClosed, $"the container engine at {address} does not let this user in")
        : new(ContainerProblemCause.EngineIsSilent, $"the container engine at {address} does not answer");

    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    private HttpClient Client() => new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = Patience };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var uri = Uri.TryCreate(address, UriKind.Absolute, out var parsed) ? parsed : null;
        if (uri?.Scheme == "npipe")
        {
            // npipe://./pipe/NAME
            var pipe = new NamedPipeClientStream(".", uri.Segments[^1], PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync(cancellationToken);
            return pipe;
        }

        if (uri?.Scheme == "tcp")
        {
            var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await tcp.ConnectAsync(uri.Host, uri.Port, cancellationToken);
            return new NetworkStream(tcp, ownsSocket: true);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address!), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

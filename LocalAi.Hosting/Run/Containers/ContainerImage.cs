using System.Diagnostics;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>The image of a container: found on this machine, or pulled with its progress shown.</summary>
internal sealed class ContainerImage(ContainerEngine engine, ResourceNotificationService notifications)
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(2);

    /// <summary><c>registry/repository:tag</c> or <c>registry/repository@sha256:digest</c>.</summary>
    public static string Reference(ContainerImageAnnotation image)
    {
        var name = image.Registry is { Length: > 0 } registry ? $"{registry}/{image.Image}" : image.Image;
        return image.SHA256 is { } digest ? $"{name}@sha256:{digest}" : $"{name}:{image.Tag ?? "latest"}";
    }

    /// <summary>The image's id.</summary>
    /// <exception cref="ResourceStartException">It is not on this machine and cannot be pulled.</exception>
    public async Task<string> EnsureAsync(InstanceStart start, string reference, CancellationToken cancellationToken)
    {
        if (await FindAsync(reference, cancellationToken) is { } found)
        {
            return found;
        }

        start.Log.Say($"Pulling {reference}");
        try
        {
            var progress = new PullProgress(text => Show(start, reference, text));
            await engine.Client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = reference }, new AuthConfig(), progress, cancellationToken);
            if (progress.Error is { } error)
            {
                throw CannotPull(reference, error, null);
            }
        }
        catch (DockerApiException exception)
        {
            throw CannotPull(reference, exception.ResponseBody ?? exception.Message, exception);
        }

        return await FindAsync(reference, cancellationToken) ?? throw CannotPull(reference, "it is not there after the pull", null);
    }

    private static ResourceStartException CannotPull(string reference, string reason, Exception? inner) => new(
        $"The image {reference} is not on this machine and cannot be pulled: {reason.Trim()} Pull or load it (docker pull, docker load), or name another one in LocalAi:Services:<service>:Image.", inner);

    private async Task<string?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.Client.Images.InspectImageAsync(reference, cancellationToken)).ID;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private void Show(InstanceStart start, string reference, string text)
    {
        start.Log.Say($"Pulling {reference}: {text}");
        _ = notifications.PublishUpdateAsync(start.Resource, start.InstanceName, state => state with { State = new ResourceStateSnapshot($"Pulling image: {text}", KnownResourceStateStyles.Info) });
    }

    /// <summary>Adds up the layers that the engine reports one by one.</summary>
    internal sealed class PullProgress(Action<string> show) : IProgress<JSONMessage>
    {
        private readonly Dictionary<string, (long Current, long Total)> _layers = [];
        private readonly Stopwatch _sinceShown = Stopwatch.StartNew();

        /// <summary>Why the pull failed; the engine says so in its stream and answers 200.</summary>
        public string? Error { get; private set; }

        public void Report(JSONMessage value)
        {
            Error = value.Error?.Message ?? Error;
            if (value.ID is null || value.Status != "Downloading" || value.Progress is not { Total: > 0 } progress)
            {
                return;
            }

            _layers[value.ID] = (progress.Current ?? 0, progress.Total.Value);
            if (_sinceShown.Elapsed >= SayEvery)
            {
                _sinceShown.Restart();
                var (current, total) = (_layers.Values.Sum(layer => layer.Current), _layers.Values.Sum(layer => layer.Total));
                show($"{100 * current / total} % of {total / 1_000_000} MB so far");
            }
        }
    }
}

using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Logs;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>A container as a running resource.</summary>
internal sealed class RunningContainer : IRunningResource, IDisposable
{
    // As the command line of Docker ends when it is the engine that failed.
    private const int EngineLost = 125;
    private const int Removed = 137;
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);

    private readonly ContainerEngine _engine;
    private readonly string _id;
    private readonly ContainerSpec _spec;
    private readonly InstanceLog _log;
    private readonly CancellationToken _hostStops;
    private readonly CancellationTokenSource _detach = new();

    /// <param name="engine">The engine that runs it.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="spec">What it was made of.</param>
    /// <param name="since">From when on its output is new.</param>
    /// <param name="start">The instance it belongs to.</param>
    /// <param name="hostStops">Cancelled when the host stops: a persistent container then goes on.</param>
    public RunningContainer(ContainerEngine engine, string id, ContainerSpec spec, DateTimeOffset since, InstanceStart start, CancellationToken hostStops)
    {
        (_engine, _id, _spec, _log, _hostStops) = (engine, id, spec, start.Log, hostStops);
        Properties = new Dictionary<string, object>
        {
            ["container.id"] = id,
            ["container.name"] = spec.Name,
            ["container.image"] = spec.Parameters.Image,
            ["container.lifetime"] = spec.IsPersistent ? "persistent" : "session",
            ["container.ports"] = string.Join(", ", spec.Parameters.HostConfig!.PortBindings.Select(port => $"{port.Value[0].HostIP}:{port.Value[0].HostPort}->{port.Key}")),
        };
        Exited = WatchAsync(since);
    }

    public Task<int> Exited { get; }

    public IReadOnlyDictionary<string, object> Properties { get; }

    public async Task StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (!_spec.IsPersistent || !_hostStops.IsCancellationRequested)
        {
            await TryAsync(() => _engine.Client.Containers.StopContainerAsync(
                _id, new ContainerStopParameters { WaitBeforeKillSeconds = (uint)Math.Ceiling(grace.TotalSeconds) }, cancellationToken));
        }

        if (!_spec.IsPersistent)
        {
            await TryAsync(() => _engine.Client.Containers.RemoveContainerAsync(
                _id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken));
        }

        await _detach.CancelAsync();
        await Exited;
        Dispose();
    }

    public void Dispose() => _detach.Dispose();

    private async Task<int> WatchAsync(DateTimeOffset since)
    {
        var output = FollowAsync(since);
        try
        {
            return await WaitForEndAsync();
        }
        finally
        {
            await Task.WhenAny(output, Task.Delay(LastLines));
        }
    }

    private async Task FollowAsync(DateTimeOffset since)
    {
        try
        {
            await ContainerLog.FollowAsync(_engine.Client.Containers, _id, since, _log, _detach.Token);
        }
        catch (Exception exception) when (ContainerEngine.IsGone(exception) || exception is DockerApiException)
        {
            // The container's end, or the engine's, is told by the wait beside this.
        }
    }

    private async Task<int> WaitForEndAsync()
    {
        while (true)
        {
            try
            {
                return (int)(await _engine.Client.Containers.WaitContainerAsync(_id, _detach.Token)).StatusCode;
            }
            catch (OperationCanceledException) when (_detach.IsCancellationRequested)
            {
                return 0;
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return Removed;
            }
            catch (Exception exception) when (ContainerEngine.IsGone(exception) || exception is DockerApiException)
            {
                // One broken connection is nothing; an engine that does not answer has lost its containers' ports, whatever runs on.
                if (!await _engine.AnswersAsync(CancellationToken.None))
                {
                    _log.Say("The container engine does not answer any more.", isError: true);
                    return EngineLost;
                }
            }
        }
    }

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.NotModified)
        {
            // It is gone, or on its way.
        }
        catch (Exception exception) when (ContainerEngine.IsGone(exception) || exception is DockerApiException)
        {
            _log.Say($"The container engine could not stop it: {exception.Message}", isError: true);
        }
    }
}

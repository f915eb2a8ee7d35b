using System.Diagnostics;
using System.Runtime.InteropServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using LocalAi.Hosting.ResourceService;
using LocalAi.Hosting.Run.Containers;
using LocalAi.Hosting.Run.Dashboard;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Health;
using LocalAi.Hosting.Run.Logs;
using LocalAi.Hosting.Run.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Runs the application: the dashboard first, then every resource as soon as what it waits for allows; stops it in reverse.</summary>
internal sealed partial class Orchestrator(
    DistributedApplicationModel model,
    HostSession session,
    ResourceServiceServer resourceService,
    EndpointPlans endpoints,
    ResourceAnnouncer announcer,
    HealthMonitor health,
    ContainerLeftovers containers,
    IEnumerable<IResourceStarter> starters,
    InstanceServices services,
    ResourceLoggerService consoles,
    IHostApplicationLifetime lifetime,
    ILogger<Orchestrator> logger) : IHostedService, IDisposable
{
    // Together at most 10 s: what has not ended by itself after the first limit is killed, whatever else is still to be stopped.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan AllStopped = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, ResourceInstance> _instances = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Task> _beginning = [];
    private readonly CancellationTokenSource _stopping = new();
    private PosixSignalRegistration? _hangUp;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAllAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop while starting. What has been started is stopped in order, which the host does only after a start that succeeded.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await _stopping.CancelAsync();
        await Task.WhenAll(_beginning);
        var order = new StopOrder([.. model.Resources]);
        var stopping = new Dictionary<IResource, Task>();
        await Task.WhenAll(model.Resources.Where(resource => resource is not DashboardResource).Select(Stop));

        // Last, so that it shows how the others ended.
        await Task.WhenAll(model.Resources.OfType<DashboardResource>().Select(Stop));
        await resourceService.StopAsync(cancellationToken);
        await containers.EndAsync(cancellationToken);
        session.Close();
        LogStopped(watch.Elapsed.TotalSeconds);

        Task Stop(IResource resource)
        {
            if (!stopping.TryGetValue(resource, out var task))
            {
                stopping[resource] = task = StopAfterAsync(resource, order.Before(resource).Select(Stop).ToList());
            }

            return task;
        }

        async Task StopAfterAsync(IResource resource, List<Task> before)
        {
            await Task.WhenAll(before);
            var left = AllStopped - watch.Elapsed;
            var grace = left < Grace ? left : Grace;
            await Task.WhenAll(_instances.Values.Where(instance => instance.Resource == resource)
                .Select(instance => instance.StopAsync(grace > TimeSpan.Zero ? grace : TimeSpan.Zero, CancellationToken.None)));
        }
    }

    public void Dispose()
    {
        health.Reported -= OnHealth;
        _hangUp?.Dispose();
        _stopping.Dispose();
        foreach (var instance in _instances.Values)
        {
            instance.Dispose();
        }
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            // The terminal was closed: the same as Ctrl+C.
            _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                lifetime.StopApplication();
            });
        }

        health.Reported += OnHealth;
        var started = model.Resources.ToDictionary(resource => resource, resource => starters.FirstOrDefault(starter => starter.CanStart(resource)));
        foreach (var resource in model.Resources.Where(resource => started[resource] is not null || resource.IsContainer()))
        {
            endpoints.Allocate(resource);
        }

        var serving = resourceService.StartAsync(cancellationToken);

        // Programs before containers: a warm start waits for the programs, and the first call of an engine costs more than starting one.
        var inOrder = model.Resources.OrderByDescending(resource => resource is DashboardResource).ThenBy(resource => resource.IsContainer());
        foreach (var resource in inOrder.ToList())
        {
            var instances = started[resource] is { } starter ? AddInstances(resource, starter) : [];
            await announcer.AnnounceAsync(resource, [.. instances.Select(instance => instance.Name)], cancellationToken);
            if (started[resource] is null && resource.IsContainer())
            {
                await new InstanceState(resource, resource.Name, services.Notifications).FailedAsync("There is no container runtime in this build.");
            }
            else if (instances.Count == 0 && !ChildStates.Follows(resource))
            {
                _beginning.Add(announcer.BeginAsync(resource, _stopping.Token));
            }
            else if (!resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            {
                await Task.WhenAll(instances.Select(instance => instance.StartAsync(cancellationToken)));
            }
        }

        await serving;
        await services.Eventing.PublishAsync(new AfterResourcesCreatedEvent(services.Provider, model), cancellationToken);
    }

    private List<ResourceInstance> AddInstances(IResource resource, IResourceStarter starter)
    {
        var count = resource.GetReplicaCount();
        var isOneShot = model.Resources.Any(other => other.Annotations.OfType<WaitAnnotation>()
            .Any(wait => wait.Resource == resource && wait.WaitType == WaitType.WaitForCompletion));
        LifecycleCommands.AddTo(resource, RunCommandAsync);
        var instances = new List<ResourceInstance>(count);
        for (var index = 0; index < count; index++)
        {
            var name = count == 1 ? resource.Name : $"{resource.Name}-{index + 1}";
            var file = new RotatingLogFile(Path.Combine(session.Folders.Logs, $"{name}.log"), services.Time);
            var instance = new ResourceInstance(
                resource, name, index, isOneShot, starter, services, new InstanceLog(name, consoles, file), logger);
            instances.Add(instance);
            _instances[name] = instance;
        }

        return instances;
    }

    private async Task RunCommandAsync(ExecuteCommandContext context, string command)
    {
        // The name is that of an instance, or of the resource for all of its instances.
        var targets = _instances.Values.Where(instance => instance.Name.Equals(context.ResourceName, StringComparison.OrdinalIgnoreCase)
            || instance.Resource.Name.Equals(context.ResourceName, StringComparison.OrdinalIgnoreCase));
        await Task.WhenAll(targets.Select(async instance =>
        {
            if (command != LifecycleCommands.Start)
            {
                await instance.StopAsync(Grace, context.CancellationToken);
            }

            if (command != LifecycleCommands.Stop)
            {
                await instance.StartAsync(context.CancellationToken);
            }
        }));
    }

    private void OnHealth(string name, bool healthy)
    {
        if (!_instances.TryGetValue(name, out var instance))
        {
            return;
        }

        if (healthy)
        {
            instance.Backoff.Healthy();
        }
        else
        {
            instance.Backoff.Unhealthy();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Everything was stopped in {Seconds:F1} s")]
    private partial void LogStopped(double seconds);
}

using System.Net;
using Aspire.Hosting.ApplicationModel;
using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Orchestration;
using Microsoft.Extensions.Hosting;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>Starts containers: image, network, files, then the container itself, new or the one that a former run left for this one.</summary>
internal sealed class ContainerStarter(
    ContainerEngine engine,
    ContainerImage images,
    ContainerNetwork network,
    ContainerRecord record,
    Lazy<HostIdentity> identity,
    EndpointPlans endpoints,
    PortSettings ports,
    ResourceNotificationService notifications,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IResourceStarter
{
    public bool CanStart(IResource resource) => resource.IsContainer();

    public async Task<IRunningResource> StartAsync(InstanceStart start, CancellationToken cancellationToken)
    {
        await engine.WaitUntilAnswersAsync(reason => ShowEngineGoneAsync(start, reason), cancellationToken);
        try
        {
            return await StartContainerAsync(start, cancellationToken);
        }
        catch (DockerApiException exception)
        {
            throw new ResourceStartException(Explain(start.Resource, exception.ResponseBody ?? exception.Message), exception);
        }
        catch (Exception exception) when (ContainerEngine.IsGone(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new ResourceStartException("The container engine went away while the container was being started.", exception);
        }
    }

    private async Task<IRunningResource> StartContainerAsync(InstanceStart start, CancellationToken cancellationToken)
    {
        var annotation = start.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new ResourceStartException($"The container '{start.Resource.Name}' has no image.");
        var reference = ContainerImage.Reference(annotation);
        var imageId = await images.EnsureAsync(start, reference, cancellationToken);
        var hosts = await network.EnsureAsync(cancellationToken);
        var files = await ContainerFiles.GatherAsync(start.Resource, services, cancellationToken);
        var spec = await ContainerSpec.CreateAsync(start, endpoints.For(start.Resource), reference, imageId, hosts, files, identity.Value, cancellationToken);
        record.Add(start.InstanceName);

        var since = time.GetUtcNow();
        var found = await FindReusableAsync(spec, start, cancellationToken);

        // From here on to the end, whoever cancels: a container that exists must be known, so that it can be stopped.
        cancellationToken.ThrowIfCancellationRequested();
        var id = found ?? (await engine.Client.Containers.CreateContainerAsync(spec.Parameters, CancellationToken.None)).ID;
        try
        {
            if (found is null && !files.IsEmpty)
            {
                await files.CopyToAsync(engine.Client.Containers, id, CancellationToken.None);
            }

            await engine.Client.Containers.StartContainerAsync(id, new ContainerStartParameters(), CancellationToken.None);
        }
        catch (DockerApiException)
        {
            await engine.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, CancellationToken.None);
            throw;
        }

        return new RunningContainer(engine, id, spec, since, start, lifetime.ApplicationStopping);
    }

    /// <summary>The persistent container of a former run if its configuration is the same; whatever else has the name is removed.</summary>
    private async Task<string?> FindReusableAsync(ContainerSpec spec, InstanceStart start, CancellationToken cancellationToken)
    {
        ContainerInspectResponse existing;
        try
        {
            existing = await engine.Client.Containers.InspectContainerAsync(spec.Name, cancellationToken);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        var labels = existing.Config?.Labels ?? new Dictionary<string, string>();
        if (!labels.TryGetValue(HostIdentity.HostLabel, out var host) || host != identity.Value.Id)
        {
            throw new ResourceStartException($"A container named '{spec.Name}' exists and is not LocalAi's: remove it (docker rm -f {spec.Name}) or rename it.");
        }

        if (spec.IsPersistent && labels.TryGetValue(HostIdentity.ConfigurationLabel, out var hash) && hash == spec.Hash)
        {
            start.Log.Say(existing.State?.Running is true ? "The container of the last run goes on." : "The container of the last run is started again.");
            return existing.ID;
        }

        if (spec.IsPersistent)
        {
            start.Log.Say("Its configuration has changed: the container is made anew.");
        }

        await engine.Client.Containers.StopContainerAsync(existing.ID, new ContainerStopParameters { WaitBeforeKillSeconds = 5 }, cancellationToken);
        await engine.Client.Containers.RemoveContainerAsync(existing.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
        return null;
    }

    private string Explain(IResource resource, string answer)
    {
        var inUse = endpoints.For(resource).FirstOrDefault(plan =>
            answer.Contains($":{plan.Port}", StringComparison.Ordinal)
            && (answer.Contains("already allocated", StringComparison.Ordinal) || answer.Contains("already in use", StringComparison.Ordinal)));
        return inUse is null
            ? $"The container engine cannot start it: {answer.Trim()}"
            : $"Port {inUse.Port} of {resource.Name} is in use by another program. Set {ports.KeyFor(resource.Name)} to a free port, or end that program.";
    }

    private Task ShowEngineGoneAsync(InstanceStart start, string reason)
    {
        start.Log.Say(reason, isError: true);
        return notifications.PublishUpdateAsync(start.Resource, start.InstanceName, state => state with
        {
            State = new ResourceStateSnapshot(KnownResourceStates.RuntimeUnhealthy, KnownResourceStateStyles.Error),
            Properties = [.. state.Properties.Where(property => property.Name != ResourceProperties.Reason), new(ResourceProperties.Reason, reason)],
        });
    }
}

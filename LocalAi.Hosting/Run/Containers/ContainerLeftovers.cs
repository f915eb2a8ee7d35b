using Aspire.Hosting.ApplicationModel;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>
/// Removes what earlier runs on this data directory left with the engine: session containers of a killed host, and persistent
/// ones whose service does not come from a container any more (they would hold its port). Volumes stay.
/// </summary>
internal sealed partial class ContainerLeftovers(
    ContainerEngine engine,
    ContainerNetwork network,
    ContainerRecord record,
    Lazy<HostIdentity> identity,
    DistributedApplicationModel model,
    ILogger<ContainerLeftovers> logger)
{
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (record.Names.All(IsWanted) || EngineAddress.Find() is null || !await engine.AnswersAsync(cancellationToken))
        {
            return;
        }

        try
        {
            var filter = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [$"{HostIdentity.HostLabel}={identity.Value.Id}"] = true },
            };
            var kept = new List<string>();
            foreach (var container in await engine.Client.Containers.ListContainersAsync(new() { All = true, Filters = filter }, cancellationToken))
            {
                var resource = container.Labels.TryGetValue(HostIdentity.ResourceLabel, out var name) ? name : "";
                if (ContainerSpec.OutlivesHost(container.Labels) && IsWanted(resource))
                {
                    kept.Add(resource);
                    continue;
                }

                LogLeftover(resource);
                await engine.Client.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken);
            }

            record.Keep(kept);
        }
        catch (Exception exception) when (exception is DockerApiException || ContainerEngine.IsGone(exception))
        {
            LogNotRemoved(exception);
        }
    }

    /// <summary>Ends the network with the last container; a run that leaves nothing behind needs no cleaning up.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (record.Names.Count == 0 || !await engine.AnswersAsync(cancellationToken))
        {
            return;
        }

        try
        {
            if (await network.RemoveIfEmptyAsync(cancellationToken))
            {
                record.Keep([]);
            }
        }
        catch (Exception exception) when (exception is DockerApiException || ContainerEngine.IsGone(exception))
        {
            LogNotRemoved(exception);
        }
    }

    /// <summary>Whether the container of this name goes on: its own start takes it over, or makes it anew.</summary>
    private bool IsWanted(string resource) =>
        model.Resources.Any(other => other.Name == resource && other.IsContainer() && ContainerSpec.OutlivesHost(other));

    [LoggerMessage(LogLevel.Warning, "Removed the container of '{Resource}', which an earlier run of the host had left behind")]
    private partial void LogLeftover(string resource);

    [LoggerMessage(LogLevel.Warning, "Containers of an earlier run may still be there: the engine could not remove them")]
    private partial void LogNotRemoved(Exception exception);
}

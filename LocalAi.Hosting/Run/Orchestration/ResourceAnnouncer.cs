using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>Makes every resource known to dashboards and to the app host before anything starts.</summary>
internal sealed class ResourceAnnouncer(
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    IDistributedApplicationEventing eventing,
    DistributedApplicationExecutionContext execution,
    DependencyWaits waits,
    IServiceProvider services,
    TimeProvider time)
{
    /// <summary>Publishes the resource's first snapshot and the events that come before a start.</summary>
    /// <param name="resource">A resource whose endpoints, if it has any, are allocated.</param>
    /// <param name="instances">The names of its instances when the host runs it; empty for what only exists.</param>
    /// <param name="cancellationToken">Stops the event handlers.</param>
    public async Task AnnounceAsync(IResource resource, IReadOnlyList<string> instances, CancellationToken cancellationToken)
    {
        var logger = consoles.GetLogger(resource);
        var urls = await ResourceEvaluator.GetUrlsAsync(resource, execution, logger, cancellationToken);
        foreach (var instance in instances.DefaultIfEmpty(resource.Name))
        {
            await notifications.PublishUpdateAsync(resource, instance, before => Describe(resource, before, urls, isRun: instances.Count > 0));
        }

        if (resource.HasAnnotationOfType<EndpointAnnotation>())
        {
            await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }

        if (resource is IResourceWithConnectionString)
        {
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        }

        await eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, logger, notifications, services), cancellationToken);
    }

    /// <summary>
    /// Parameters, connection strings and services elsewhere have no process: they are there once what they wait for is, or
    /// their value is missing. Whatever else declares a state to begin with looks after its states itself.
    /// </summary>
    public async Task BeginAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            switch (resource)
            {
                case ParameterResource parameter:
                    await SetValueAsync(resource, KnownResourceStates.Active, ResourceProperties.Value, parameter.Secret, () => parameter.GetValueAsync(cancellationToken));
                    break;
                case ExternalServiceResource:
                    await notifications.PublishUpdateAsync(resource, before => before with { State = KnownResourceStates.Running });
                    break;
                case IResourceWithConnectionString connection when resource is ConnectionStringResource || !resource.HasAnnotationOfType<ResourceSnapshotAnnotation>():
                    await waits.WaitAsync(resource, cancellationToken);
                    await SetValueAsync(
                        resource, KnownResourceStates.Running, ResourceProperties.ConnectionString, true, () => connection.GetConnectionStringAsync(cancellationToken));
                    break;
                default:
                    break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends.
        }
        catch (DependencyFailedException exception)
        {
            await FailAsync(resource, KnownResourceStates.FailedToStart, exception.Message);
        }
    }

    private CustomResourceSnapshot Describe(IResource resource, CustomResourceSnapshot before, IReadOnlyList<ResourceUrlAnnotation> urls, bool isRun)
    {
        var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
        return before with
        {
            CreationTimeStamp = before.CreationTimeStamp ?? time.GetUtcNow().UtcDateTime,
            State = before.State ?? (isRun ? KnownResourceStates.NotStarted : null),
            Urls = [.. before.Urls, .. urls.Select(url => Url(url, isInactive: isRun))],
            Relationships = [.. before.Relationships.Concat(Relationships(resource)).Distinct()],
            Properties = resource is IResourceWithParent child && !before.Properties.Any(property => property.Name == ResourceProperties.ParentName)
                ? [.. before.Properties, new(ResourceProperties.ParentName, child.Parent.Name)]
                : before.Properties,
            IconName = before.IconName ?? icon?.IconName,
            IconVariant = before.IconVariant ?? icon?.IconVariant,
        };
    }

    private static UrlSnapshot Url(ResourceUrlAnnotation url, bool isInactive) =>
        new(url.Endpoint?.EndpointName, url.Url, IsInternal: url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            IsInactive = isInactive,
            DisplayProperties = new UrlDisplayPropertiesSnapshot(url.DisplayText ?? "", url.DisplayOrder ?? 0),
        };

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource) =>
        resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relationship => new RelationshipSnapshot(relationship.Resource.Name, relationship.Type))
            .Concat(resource.Annotations.OfType<WaitAnnotation>().Select(wait => new RelationshipSnapshot(wait.Resource.Name, KnownRelationshipTypes.WaitFor)))
            .Concat(resource is IResourceWithParent child ? [new RelationshipSnapshot(child.Parent.Name, KnownRelationshipTypes.Parent)] : []);

    private async Task SetValueAsync(IResource resource, string state, string property, bool isSecret, Func<ValueTask<string?>> value)
    {
        try
        {
            var text = await value();
            await notifications.PublishUpdateAsync(resource, before => before with
            {
                State = state,
                Properties = Add(before, new(property, text) { IsSensitive = isSecret }),
            });
        }
        catch (Exception exception) when (exception is MissingParameterValueException or InvalidOperationException or DistributedApplicationException)
        {
            await FailAsync(resource, exception is MissingParameterValueException ? KnownResourceStates.ValueMissing : KnownResourceStates.FailedToStart, exception.Message);
        }
    }

    private Task FailAsync(IResource resource, string state, string reason) => notifications.PublishUpdateAsync(resource, before => before with
    {
        State = new(state, KnownResourceStateStyles.Error),
        Properties = Add(before, new(ResourceProperties.Reason, reason)),
    });

    private static ImmutableArray<ResourcePropertySnapshot> Add(CustomResourceSnapshot snapshot, ResourcePropertySnapshot property) =>
        [.. snapshot.Properties.Where(other => other.Name != property.Name), property];
}

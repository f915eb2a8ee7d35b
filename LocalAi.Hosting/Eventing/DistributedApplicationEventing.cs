using System.Collections.Immutable;

namespace Aspire.Hosting.Eventing;

/// <summary>Events of the application's life.</summary>
public class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private ImmutableArray<(Type Type, IResource? Resource, DistributedApplicationEventSubscription Subscription)> _subscriptions = [];

    /// <inheritdoc/>
    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent =>
        Add(typeof(T), resource: null, new((@event, cancellationToken) => callback((T)@event, cancellationToken)));

    /// <inheritdoc/>
    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent =>
        Add(typeof(T), resource, new((@event, cancellationToken) => callback((T)@event, cancellationToken)));

    /// <inheritdoc/>
    public void Unsubscribe(DistributedApplicationEventSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, all => all.RemoveAll(entry => entry.Subscription == subscription));

    /// <inheritdoc/>
    public Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent =>
        PublishAsync(@event, EventDispatchBehavior.BlockingSequential, cancellationToken);

    /// <inheritdoc/>
    public async Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default)
        where T : IDistributedApplicationEvent
    {
        var resource = (@event as IDistributedApplicationResourceEvent)?.Resource;
        var subscribers = _subscriptions
            .Where(entry => entry.Type == typeof(T) && (entry.Resource is null || entry.Resource == resource))
            .Select(entry => entry.Subscription.Callback);
        if (dispatchBehavior == EventDispatchBehavior.BlockingConcurrent)
        {
            await Task.WhenAll(subscribers.Select(callback => callback(@event, cancellationToken))).ConfigureAwait(false);
            return;
        }

        foreach (var callback in subscribers)
        {
            await callback(@event, cancellationToken).ConfigureAwait(false);
        }
    }

    private DistributedApplicationEventSubscription Add(Type type, IResource? resource, DistributedApplicationEventSubscription subscription)
    {
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add((type, resource, subscription)));
        return subscription;
    }
}

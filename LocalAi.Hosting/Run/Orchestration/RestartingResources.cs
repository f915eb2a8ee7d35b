using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>The instances that have crashed and wait for their next start: for dependents they are late, not lost.</summary>
internal sealed class RestartingResources
{
    private readonly ConcurrentDictionary<ResourceInstance, bool> _instances = [];

    public bool Contains(IResource resource) => _instances.Keys.Any(instance => instance.Resource == resource);

    public void Add(ResourceInstance instance) => _instances.TryAdd(instance, true);

    public void Remove(ResourceInstance instance) => _instances.TryRemove(instance, out _);
}

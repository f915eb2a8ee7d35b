using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>
/// Who is stopped after whom: a resource when everything that needs it has stopped. It is needed by what waits for it, refers to
/// it or belongs to it. References may go in circles (a tool that calls the agent that calls the tool); a circle is cut where it was closed.
/// </summary>
internal sealed class StopOrder
{
    private readonly Dictionary<IResource, List<IResource>> _dependents = [];

    public StopOrder(IReadOnlyList<IResource> resources)
    {
        var visited = new Dictionary<IResource, bool>();
        foreach (var resource in resources)
        {
            Visit(resource, visited);
        }
    }

    /// <summary>What must have stopped before the resource is stopped.</summary>
    public IReadOnlyList<IResource> Before(IResource resource) => _dependents.GetValueOrDefault(resource, []);

    /// <summary>What a resource needs, the surest need first.</summary>
    public static IEnumerable<IResource> Needs(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource)
            .Concat(resource is IResourceWithParent child ? [child.Parent] : [])
            .Concat(resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relationship => relationship.Resource))
            .Where(other => other != resource)
            .Distinct();

    private void Visit(IResource resource, Dictionary<IResource, bool> visited)
    {
        if (!visited.TryAdd(resource, false))
        {
            return;
        }

        foreach (var needed in Needs(resource))
        {
            Visit(needed, visited);

            // Not done yet: it is on the way from which this visit came, so this need closes a circle.
            if (visited[needed])
            {
                if (!_dependents.TryGetValue(needed, out var dependents))
                {
                    _dependents[needed] = dependents = [];
                }

                dependents.Add(resource);
            }
        }

        visited[resource] = true;
    }
}

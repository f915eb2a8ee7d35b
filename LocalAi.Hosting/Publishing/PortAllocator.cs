using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Publishing;

/// <summary>Gives published endpoints the ports that the declaration leaves open, from 8000 on.</summary>
internal sealed class PortAllocator
{
    private readonly HashSet<int> _used = [];
    private int _next = 8000;

    /// <summary>
    /// The endpoints of a resource: a container listens on the declared port when it says no other; the first web endpoint of
    /// each scheme of a project is left to the deployment; everything else is given a port.
    /// </summary>
    public IReadOnlyList<ResolvedEndpoint> Resolve(IResource resource)
    {
        var webSchemes = new HashSet<string>();
        var resolved = new List<ResolvedEndpoint>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var isWeb = endpoint.UriScheme is "http" or "https";
            var isDefault = resource is ProjectResource && isWeb && webSchemes.Add(endpoint.UriScheme);
            var targetPort = endpoint.TargetPort ?? resource switch
            {
                ContainerResource when endpoint.Port is int port => port,
                _ when isDefault => (int?)null,
                _ => Next(),
            };
            foreach (var port in new[] { targetPort, endpoint.Port })
            {
                if (port is int taken)
                {
                    _used.Add(taken);
                }
            }

            resolved.Add(new(endpoint, targetPort, endpoint.Port));
        }

        return resolved;
    }

    private int Next()
    {
        while (!_used.Add(_next))
        {
            _next++;
        }

        return _next;
    }
}

using Aspire.Hosting.ApplicationModel;

namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>The port of this machine that others use, and the ports that the instances of the resource listen on, by instance.</summary>
internal sealed record EndpointPlan(EndpointAnnotation Endpoint, int Port, IReadOnlyList<int> Targets)
{
    /// <summary>Whether the host listens on the port and passes connections on; otherwise the resource listens there itself.</summary>
    public bool IsForwarded => Targets.Count > 1 || Targets[0] != Port;

    /// <summary>Stands for the target port where it differs by instance; replaced when an instance's settings are evaluated.</summary>
    public string Placeholder => $"{{{{target-port:{Endpoint.Name}}}}}";

    /// <summary>Plans an endpoint of a process.</summary>
    /// <exception cref="LocalAi.Hosting.Run.Orchestration.ResourceStartException">Several instances are to listen on one port.</exception>
    public static EndpointPlan ForProcess(IResource resource, EndpointAnnotation endpoint, Ports ports)
    {
        var instances = resource.GetReplicaCount();
        if (instances > 1)
        {
            return endpoint.TargetPort is null
                ? new EndpointPlan(endpoint, endpoint.Port ?? ports.Next(), [.. Enumerable.Range(0, instances).Select(_ => ports.Next())])
                : throw new Orchestration.ResourceStartException(
                    $"The {instances} instances of '{resource.Name}' cannot all listen on target port {endpoint.TargetPort} (endpoint '{endpoint.Name}'): leave the target port out.");
        }

        var port = endpoint.Port ?? endpoint.TargetPort ?? ports.Next();
        return new EndpointPlan(endpoint, port, [endpoint.TargetPort ?? port]);
    }

    /// <summary>Plans an endpoint of a container, whose target port is its own affair.</summary>
    public static EndpointPlan ForContainer(EndpointAnnotation endpoint, Ports ports)
    {
        var port = endpoint.Port ?? ports.Next();
        return new EndpointPlan(endpoint, port, [endpoint.TargetPort ?? port]);
    }
}

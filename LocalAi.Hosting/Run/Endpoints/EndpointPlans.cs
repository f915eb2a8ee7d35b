using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Run.Endpoints;

/// <summary>The endpoints of all resources that the host runs: allocates them, guards their ports, forwards where it must.</summary>
internal sealed class EndpointPlans(PortSettings settings) : IAsyncDisposable
{
    private readonly Ports _ports = new();
    private readonly Dictionary<IResource, IReadOnlyList<EndpointPlan>> _plans = [];
    private readonly Dictionary<EndpointPlan, TcpForwarder> _forwarders = [];
    private readonly Lock _gate = new();

    /// <summary>Gives every endpoint of the resource its addresses.</summary>
    public void Allocate(IResource resource)
    {
        var plans = resource.Annotations.OfType<EndpointAnnotation>()
            .Select(endpoint => resource.IsContainer() ? EndpointPlan.ForContainer(endpoint, _ports) : EndpointPlan.ForProcess(resource, endpoint, _ports))
            .ToList();
        _plans[resource] = plans;
        foreach (var plan in plans)
        {
            EndpointAllocation.Allocate(resource, plan.Endpoint, plan.Port, plan.Targets[0]);
            if (plan.Targets.Count > 1)
            {
                plan.Endpoint.AllocatedEndpoint =
                    new AllocatedEndpoint(plan.Endpoint, "localhost", plan.Port, EndpointBindingMode.SingleAddress, plan.Placeholder, plan.Endpoint.DefaultNetworkID);
            }
        }
    }

    public IReadOnlyList<EndpointPlan> For(IResource resource) => _plans.GetValueOrDefault(resource, []);

    /// <summary>Makes sure that the instance can listen where it is about to, and that the host listens where it forwards.</summary>
    /// <exception cref="PortInUseException">Another program has the port.</exception>
    public void Claim(IResource resource, int instance)
    {
        foreach (var plan in For(resource).Where(plan => plan.Endpoint.Protocol == ProtocolType.Tcp))
        {
            if (plan.IsForwarded)
            {
                Forward(resource, plan);
            }

            // The engine publishes a container's port; whether that works is for it to say.
            if (!resource.IsContainer() && !Ports.IsFree(plan.Targets[instance]))
            {
                throw InUse(resource, plan, plan.Targets[instance]);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in _forwarders.Values)
        {
            await forwarder.DisposeAsync();
        }
    }

    private void Forward(IResource resource, EndpointPlan plan)
    {
        lock (_gate)
        {
            if (resource.IsContainer() || _forwarders.ContainsKey(plan))
            {
                return;
            }

            if (!Ports.IsFree(plan.Port))
            {
                throw InUse(resource, plan, plan.Port);
            }

            try
            {
                _forwarders[plan] = TcpForwarder.Start(plan.Port, plan.Targets);
            }
            catch (SocketException)
            {
                throw InUse(resource, plan, plan.Port);
            }
        }
    }

    private PortInUseException InUse(IResource resource, EndpointPlan plan, int port) =>
        new(resource.Name, plan.Endpoint.Name, port, settings.KeyFor(resource.Name));
}

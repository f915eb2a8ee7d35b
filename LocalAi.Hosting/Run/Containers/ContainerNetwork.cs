using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Docker.DotNet;
using Docker.DotNet.Models;
using LocalAi.Hosting.Evaluation;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>
/// The network of the containers, and their way to programs of this machine: those listen on the loopback interface, which a
/// container cannot reach, so the host listens for them on the network's gateway address and lets in that network alone.
/// Podman makes a network's bridge with the first container, and Docker with the network.
/// Where the gateway is not an address of this machine (Docker Desktop, an ordinary user's engine) the engine itself passes
/// <c>host-gateway</c> on to this machine; Podman 4 knows no such name, and slirp4netns has an address for it.
/// </summary>
internal sealed class ContainerNetwork(
    ContainerEngine engine, Lazy<HostIdentity> identity, DistributedApplicationModel model, EndpointPlans endpoints) : IAsyncDisposable
{
    private const string HostGateway = "host-gateway";
    private const string SlirpHost = "10.0.2.2";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<IPEndPoint, TcpForwarder> _forwarders = [];

    /// <summary>Makes the network unless it exists and opens the way to this machine. Returns the hosts entries of a container.</summary>
    public async Task<IReadOnlyList<string>> EnsureAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var network = await FindAsync(cancellationToken) ?? await CreateAsync(cancellationToken);
            var addresses = network.IPAM?.Config?.FirstOrDefault(config => IPAddress.TryParse(config.Gateway, out var gateway) && gateway.AddressFamily == AddressFamily.InterNetwork);
            var host = addresses is not null && OpenGateway(addresses, isToCome: false) ? addresses.Gateway
                : await engine.FindNetworksAsync(cancellationToken) switch
                {
                    EngineNetworks.Podman when addresses is not null && OpenGateway(addresses, isToCome: true) => addresses.Gateway,
                    EngineNetworks.UserPodman4 => SlirpHost,
                    _ => HostGateway,
                };
            return
            [
                $"host.docker.internal:{host}",
                .. HostResources().Select(resource => $"{ContainerNetworkName.For(resource)}:{host}"),
            ];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The names by which the other containers reach one.</summary>
    public static IReadOnlyList<string> Aliases(IResource resource) =>
    [
        resource.Name,
        ContainerNetworkName.For(resource),
        .. resource.Annotations.OfType<ContainerNetworkAliasAnnotation>().Select(alias => alias.Alias),
    ];

    /// <summary>Removes the network when nothing is on it any more; false while persistent containers are.</summary>
    public async Task<bool> RemoveIfEmptyAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { } network)
        {
            return true;
        }

        try
        {
            await engine.Client.Networks.DeleteNetworkAsync(network.ID, cancellationToken);
            return true;
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in _forwarders.Values)
        {
            await forwarder.DisposeAsync();
        }

        _gate.Dispose();
    }

    private IEnumerable<IResource> HostResources() =>
        model.Resources.Where(resource => !resource.IsContainer() && endpoints.For(resource).Count > 0).OrderBy(resource => resource.Name, StringComparer.Ordinal);

    private bool OpenGateway(IPAMConfig addresses, bool isToCome)
    {
        var (gateway, subnet) = (IPAddress.Parse(addresses.Gateway), IPNetwork.Parse(addresses.Subnet));
        var plans = HostResources().SelectMany(endpoints.For).Where(plan => plan.Endpoint.Protocol == ProtocolType.Tcp);
        IEnumerable<(int Port, int Target)> ways = [.. plans.Select(plan => (plan.Targets[0], plan.Port)), .. ExternalServices()];
        foreach (var (port, target) in ways.Distinct())
        {
            var address = new IPEndPoint(gateway, port);
            if (_forwarders.ContainsKey(address))
            {
                continue;
            }

            try
            {
                _forwarders[address] = TcpForwarder.Start(address, [target], subnet.Contains, isToCome);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                return false;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // A program that listens on every address of this machine: containers reach it without help.
            }
        }

        return true;
    }

    /// <summary>Servers of this machine that the app host did not start, such as an Ollama that was running already.</summary>
    private IEnumerable<(int Port, int Target)> ExternalServices() =>
        from service in model.Resources.OfType<ExternalServiceResource>()
        where service.Uri is { IsLoopback: true }
        select (service.Uri!.Port, service.Uri.Port);

    private async Task<NetworkResponse?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Client.Networks.InspectNetworkAsync(identity.Value.NetworkName, cancellationToken);
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<NetworkResponse> CreateAsync(CancellationToken cancellationToken)
    {
        var network = new NetworksCreateParameters
        {
            Name = identity.Value.NetworkName,
            Driver = "bridge",
            Labels = new Dictionary<string, string> { [HostIdentity.HostLabel] = identity.Value.Id },
        };
        try
        {
            await engine.Client.Networks.CreateNetworkAsync(network, cancellationToken);
        }
        catch (DockerApiException exception)
        {
            throw new ResourceStartException($"The container engine cannot make the network {network.Name}: {exception.ResponseBody}", exception);
        }

        return (await FindAsync(cancellationToken))!;
    }
}

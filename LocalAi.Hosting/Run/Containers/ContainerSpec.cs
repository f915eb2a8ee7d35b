using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Docker.DotNet.Models;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Orchestration;

namespace LocalAi.Hosting.Run.Containers;

/// <summary>What the engine is told to create, and the hash by which a container with the very same configuration is known again.</summary>
internal sealed record ContainerSpec(CreateContainerParameters Parameters, string Hash, bool IsPersistent)
{
    private const string Persistent = "persistent";

    public string Name => Parameters.Name!;

    /// <exception cref="ResourceStartException">A runtime argument is not known.</exception>
    public static async Task<ContainerSpec> CreateAsync(
        InstanceStart start,
        IReadOnlyList<EndpointPlan> endpoints,
        string reference,
        string imageId,
        IReadOnlyList<string> hosts,
        ContainerFiles files,
        HostIdentity identity,
        CancellationToken cancellationToken)
    {
        var resource = start.Resource;
        var outlivesHost = OutlivesHost(resource);
        var entrypoint = (resource as ContainerResource)?.Entrypoint;
        var parameters = new CreateContainerParameters
        {
            Name = resource.Annotations.OfType<ContainerNameAnnotation>().LastOrDefault()?.Name ?? $"{start.InstanceName}-{identity.Id}",
            Image = reference,
            Env = [.. start.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"{variable.Key}={variable.Value}")],
            Cmd = start.Arguments.Count > 0 ? [.. start.Arguments] : null!,
            Entrypoint = entrypoint is null ? null! : [entrypoint],
            ExposedPorts = endpoints.ToDictionary(Target, _ => default(EmptyStruct)),
            Labels = new Dictionary<string, string>
            {
                [HostIdentity.HostLabel] = identity.Id,
                [HostIdentity.ResourceLabel] = start.InstanceName,
                [HostIdentity.LifetimeLabel] = outlivesHost ? Persistent : "session",
            },
            HostConfig = new HostConfig
            {
                NetworkMode = identity.NetworkName,
                ExtraHosts = [.. hosts],
                PortBindings = endpoints.ToDictionary(Target, plan => (IList<PortBinding>)[new PortBinding { HostIP = Address(plan.Endpoint), HostPort = $"{plan.Port}" }]),
                Mounts = [.. resource.Annotations.OfType<ContainerMountAnnotation>().Select(mount => ToMount(mount, identity))],
                LogConfig = new LogConfig { Type = "json-file", Config = new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" } },
            },
            NetworkingConfig = new NetworkingConfig
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings>
                {
                    [identity.NetworkName] = new() { Aliases = [.. ContainerNetwork.Aliases(resource)] },
                },
            },
        };
        RuntimeArguments.Apply(await GetRuntimeArgumentsAsync(resource, cancellationToken), parameters);

        var text = JsonSerializer.Serialize(parameters) + imageId + string.Join('\n', files.Fingerprint);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        parameters.Labels[HostIdentity.ConfigurationLabel] = hash;
        return new(parameters, hash, outlivesHost);
    }

    /// <summary>Whether the container of this resource is to outlive its host.</summary>
    public static bool OutlivesHost(IResource resource) =>
        resource.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime == ContainerLifetime.Persistent;

    /// <summary>Whether a container with these labels outlives its host.</summary>
    public static bool OutlivesHost(IDictionary<string, string> labels) => labels.TryGetValue(HostIdentity.LifetimeLabel, out var lifetime) && lifetime == Persistent;

    private static string Target(EndpointPlan plan) => $"{plan.Targets[0]}/{(plan.Endpoint.Protocol == ProtocolType.Udp ? "udp" : "tcp")}";

    // Only an endpoint that says so is reached from other machines.
    private static string Address(EndpointAnnotation endpoint) => endpoint.TargetHost switch
    {
        "0.0.0.0" or "*" or "+" => "0.0.0.0",
        "localhost" => "127.0.0.1",
        var host => host,
    };

    private static Mount ToMount(ContainerMountAnnotation mount, HostIdentity identity) => new()
    {
        Type = mount.Type == ContainerMountType.Volume ? "volume" : "bind",
        Source = mount.Source,
        Target = mount.Target,
        ReadOnly = mount.IsReadOnly,
        VolumeOptions = mount.Type == ContainerMountType.Volume
            ? new VolumeOptions { Labels = new Dictionary<string, string> { [HostIdentity.HostLabel] = identity.Id } }
            : null!,
    };

    private static async Task<IReadOnlyList<string>> GetRuntimeArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            await annotation.Callback(new ContainerRuntimeArgsCallbackContext(arguments, cancellationToken));
        }

        var texts = new List<string>();
        foreach (var argument in arguments)
        {
            texts.Add(argument is IValueProvider value ? await value.GetValueAsync(cancellationToken) ?? "" : argument.ToString() ?? "");
        }

        return texts;
    }
}

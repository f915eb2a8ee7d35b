using LocalAi.Hosting.Run.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.Hosting.Run.Containers;

internal static class ContainerServices
{
    /// <summary>Registers what runs containers. The engine is not asked before the first container starts.</summary>
    public static IServiceCollection AddContainers(this IServiceCollection services) => services
        .AddSingleton<ContainerEngine>()
        .AddSingleton<ContainerImage>()
        .AddSingleton<ContainerNetwork>()
        .AddSingleton<ContainerRecord>()
        .AddSingleton<ContainerLeftovers>()
        // Known once the session has its data directory.
        .AddSingleton(provider => new Lazy<HostIdentity>(() => new HostIdentity(provider.GetRequiredService<HostSession>())))
        .AddSingleton<IResourceStarter, ContainerStarter>();
}

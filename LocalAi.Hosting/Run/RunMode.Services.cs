using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using LocalAi.Hosting.ResourceService;
using LocalAi.Hosting.Run.Containers;
using LocalAi.Hosting.Run.Dashboard;
using LocalAi.Hosting.Run.Endpoints;
using LocalAi.Hosting.Run.Health;
using LocalAi.Hosting.Run.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalAi.Hosting;

/// <content>The portable host's own services.</content>
internal static partial class RunMode
{
    static partial void AddServices(DistributedApplicationBuilder builder)
    {
        var services = builder.Services;
        // The first subscriber: a second host must say that it is one, and what a killed host left behind must not look like other
        // programs on the stack's ports, before the app host checks anything itself.
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) => start.Services.GetRequiredService<Preparation>().RunAsync(cancellationToken));
        services.AddOptions<DashboardHostOptions>().BindConfiguration(DashboardHostOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ResourceServiceOptions>().BindConfiguration(ResourceServiceOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ProjectTargets(builder.AppHostAssembly));
        services.AddSingleton(provider => new PortSettings(provider.GetKeyedService<Func<string, string?>>(PortSettings.ServiceKey)));
        services.AddSingleton<HostSession>();
        services.AddSingleton<EndpointPlans>();
        services.AddSingleton<DashboardHost>();
        services.AddSingleton<InstanceSettings>();
        services.AddSingleton<RestartingResources>();
        services.AddSingleton<DependencyWaits>();
        services.AddSingleton<ResourceAnnouncer>();
        services.AddSingleton<ResourceMessages>();
        services.AddSingleton<ResourceCommands>();
        services.AddSingleton<ResourceServiceServer>();
        services.AddContainers();
        services.AddSingleton<IResourceStarter, ProcessStarter>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InstanceServices>(provider));
        services.AddSingleton<HealthMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthMonitor>());
        services.AddHostedService<ChildStates>();
        services.AddSingleton<Preparation>();
        services.AddSingleton<Orchestrator>();
        services.AddHostedService(provider => provider.GetRequiredService<Orchestrator>());

        // Each failed poll would be an error in the terminal; the resource's health says the same in its place.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Grpc", LogLevel.Warning)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning));
    }
}

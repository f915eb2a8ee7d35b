using Aspire.Hosting.Docker;

namespace Aspire.Hosting;

/// <summary>Configures the dashboard of a compose file.</summary>
public static class DockerComposeAspireDashboardResourceBuilderExtensions
{
    /// <summary>The port of the host; without one only the other services reach the dashboard.</summary>
    public static IResourceBuilder<DockerComposeAspireDashboardResource> WithHostPort(
        this IResourceBuilder<DockerComposeAspireDashboardResource> builder, int? port = null) =>
        builder.WithEndpoint("http", endpoint =>
        {
            endpoint.Port = port;
            endpoint.IsExternal = port is not null;
        });

    /// <summary>Whether the dashboard trusts the headers of a proxy.</summary>
    public static IResourceBuilder<DockerComposeAspireDashboardResource> WithForwardedHeaders(
        this IResourceBuilder<DockerComposeAspireDashboardResource> builder, bool enabled = true) =>
        builder.WithEnvironment("ASPIRE_DASHBOARD_FORWARDEDHEADERS_ENABLED", enabled ? "true" : "false");

    // As real Aspire declares it, so that a published file is the same with either host.
    internal static IResourceBuilder<DockerComposeAspireDashboardResource> CreateDashboard(this IDistributedApplicationBuilder builder, string name) =>
        builder.CreateResourceBuilder(new DockerComposeAspireDashboardResource(name))
            .WithImage("mcr.microsoft.com/dotnet/nightly/aspire-dashboard")
            .WithHttpEndpoint(targetPort: 18888)
            .WithExternalHttpEndpoints()
            .WithHttpEndpoint(name: "otlp-grpc", targetPort: 18889)
            .WithHttpEndpoint(name: "otlp-http", targetPort: 18890)
            .PublishAsDockerComposeService((_, service) => service.Restart = "always");
}

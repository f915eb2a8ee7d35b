using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Publishing;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Dashboard;

/// <summary>Publishes the dashboard and has our programs send it their telemetry. In run mode the host does both.</summary>
internal static class DashboardBuilderExtensions
{
    private const int FrontendPort = 18888;
    private const int OtlpGrpcPort = 18889;
    private const int OtlpHttpPort = 18890;
    private const string OtlpGrpc = "otlp-grpc";

    public static void AddDashboard(this IDistributedApplicationBuilder builder, LocalAiStack stack, params IResourceBuilder<ProjectResource>[] senders)
    {
        var key = builder.AddSecret("dashboard-otlp-key");
        var dashboard = builder.AddProject(ServiceCatalog.Dashboard, "../LocalAi.Dashboard/LocalAi.Dashboard.csproj", launchProfileName: null)
            .WithHttpEndpoint(stack.Port(ServiceCatalog.Dashboard), FrontendPort)
            .WithHttpEndpoint(targetPort: OtlpGrpcPort, name: OtlpGrpc)
            .WithEnvironment("ASPNETCORE_URLS", Everywhere(FrontendPort))
            .WithEnvironment("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", Everywhere(OtlpGrpcPort))
            .WithEnvironment("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", Everywhere(OtlpHttpPort))
            // Logs a browser in: /login?t=TOKEN.
            .WithEnvironment("DASHBOARD__FRONTEND__BROWSERTOKEN", builder.AddSecret("dashboard-token"))
            .WithEnvironment("DASHBOARD__OTLP__AUTHMODE", "ApiKey")
            .WithEnvironment("DASHBOARD__OTLP__PRIMARYAPIKEY", key)
            .WithEnvironment("LocalAi__DataDirectory", "/home/app/.localai")
            .PublishAsImage(stack, memory: "1G", FrontendPort, keepsData: true);
        foreach (var sender in senders)
        {
            sender.WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", dashboard.GetEndpoint(OtlpGrpc))
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .WithEnvironment("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={key}")
                .WithEnvironment("OTEL_SERVICE_NAME", sender.Resource.Name);
        }
    }

    private static string Everywhere(int port) => $"http://0.0.0.0:{port}";
}

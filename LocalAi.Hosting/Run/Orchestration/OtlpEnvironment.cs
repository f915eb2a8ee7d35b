using Aspire.Hosting.ApplicationModel;
using LocalAi.Hosting.Run.Dashboard;

namespace LocalAi.Hosting.Run.Orchestration;

/// <summary>What tells an instance's OpenTelemetry SDK where to send and who it is, beyond what the model says already.</summary>
internal static class OtlpEnvironment
{
    public const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>Every variable of the SDK. Without a dashboard none is set: an exporter would try in vain for ever.</summary>
    public const string Prefix = "OTEL_";

    public static IEnumerable<(string Name, string Value)> For(IResource resource, string instanceName, DashboardHost dashboard) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", dashboard.OtlpGrpcUrl),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        (Headers, $"x-otlp-api-key={dashboard.OtlpApiKey}"),
        ("OTEL_SERVICE_NAME", resource.Name),
        ("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={instanceName}"),
    ];
}

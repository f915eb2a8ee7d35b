namespace LocalAi.AgentApi.Telemetry;

internal static class ModelTelemetryServices
{
    public static IServiceCollection AddModelTelemetry(this IServiceCollection services) => services
        .AddSingleton<ModelMetrics>()
        .AddHostedService<LoadedModelMonitor>()
        .AddHostedService<GpuMonitor>();
}

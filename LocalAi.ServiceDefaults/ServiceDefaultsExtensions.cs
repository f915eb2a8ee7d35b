using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace LocalAi.ServiceDefaults;

/// <summary>What every LocalAi service has: telemetry, health, service discovery and resilience.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The health check tag of <c>/alive</c>: a check that says only whether the process itself works.</summary>
    public const string LiveTag = "live";

    /// <summary>Adds telemetry, health checks, service discovery and the default HTTP resilience.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddLocalAiTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddLocalAiResilience();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (every check: may this service take requests?) and <c>/alive</c> (only checks tagged
    /// <see cref="LiveTag"/>: is the process working?). Both answer <c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c> as text,
    /// 503 when unhealthy, and say nothing else about the machine.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health").AllowAnonymous().Add(LeaveNoTrace);
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) }).AllowAnonymous().Add(LeaveNoTrace);
        return app;
    }

    // Somebody asks every few seconds; what the checks ask in turn would bury the traces of the user.
    private static void LeaveNoTrace(EndpointBuilder endpoint)
    {
        var answer = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = async context =>
        {
            using var quiet = SuppressInstrumentationScope.Begin();
            await answer(context);
        };
    }
}

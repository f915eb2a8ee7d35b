using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LocalAi.ServiceDefaults;

/// <summary>OpenTelemetry as every LocalAi service sends it.</summary>
public static class TelemetryExtensions
{
    // The conventions' own buckets end at 81.92 s; inference on a CPU takes minutes.
    private static readonly double[] DurationBuckets =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640, 1280];

    private static readonly string[] DurationInstruments =
    [
        TelemetryNames.Instruments.OperationDuration,
        TelemetryNames.Instruments.TimeToFirstToken,
        TelemetryNames.Instruments.TimePerOutputToken,
        TelemetryNames.Instruments.RequestDuration,
        TelemetryNames.Instruments.PhaseDuration,
    ];

    /// <summary>
    /// Adds logs, metrics and traces, exported by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set (a host sets it). Export runs
    /// in the background with a bounded queue: a dashboard that is down is invisible to users.
    /// </summary>
    public static TBuilder AddLocalAiTelemetry<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        // A line or four per request or statement say nothing that its span does not.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        // Each poll of a service that is still starting would be an error with a stack trace; whoever asks for the health is told.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
            {
                metrics.AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter(
                        TelemetryNames.AgentSource,
                        TelemetryNames.ExtensionsAiSource,
                        TelemetryNames.SemanticKernelSource,
                        TelemetryNames.NpgsqlSource);
                foreach (var instrument in DurationInstruments)
                {
                    metrics.AddView(instrument, new ExplicitBucketHistogramConfiguration { Boundaries = DurationBuckets });
                }
            })
            .WithTracing(tracing => tracing
                .AddSource(
                    builder.Environment.ApplicationName,
                    TelemetryNames.AgentSource,
                    TelemetryNames.ExtensionsAiSource,
                    TelemetryNames.SemanticKernelSource,
                    TelemetryNames.NpgsqlSource)
                .AddAspNetCoreInstrumentation(options => options.Filter = context =>
                    !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/alive"))
                .AddHttpClientInstrumentation());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return builder;
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LocalAi.ServiceDefaults.Tests;

// Listeners of telemetry hear the whole process: one class at a time.
[Collection("telemetry")]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_HaveRequestsButNoHealthProbesNorWhatTheyAsk()
    {
        var spans = new List<Activity>();
        using var database = new ActivitySource(TelemetryNames.NpgsqlSource);
        await using (var app = await ServiceDefaultsTests.StartAsync(
            builder =>
            {
                // As the host sets it: what is in a request that is left out is not left out with it.
                builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.SetSampler(new AlwaysOnSampler()).AddInMemoryExporter(spans));
                builder.Services.AddHealthChecks().AddCheck("database", () =>
                {
                    using var query = database.StartActivity("SELECT 1");
                    return HealthCheckResult.Healthy();
                });
            },
            app => app.MapGet("/work", () => "done")))
        {
            using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
            foreach (var path in (string[])["/health", "/alive", "/work"])
            {
                await http.GetStringAsync(ServiceDefaultsTests.Address(app, path), TestContext.Current.CancellationToken);
            }

            // A request's span ends after its answer was sent; stopping waits for that.
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["/work"], spans.ToArray().Select(span => span.GetTagItem("url.path")));
    }

    [Theory]
    [InlineData(TelemetryNames.AgentSource)]
    [InlineData(TelemetryNames.ExtensionsAiSource)]
    [InlineData(TelemetryNames.SemanticKernelSource)]
    [InlineData(TelemetryNames.NpgsqlSource)]
    public async Task Traces_HaveEverySourceOfOurs(string name)
    {
        var spans = new List<Activity>();
        await using var app = await ServiceDefaultsTests.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(spans)));
        using var source = new ActivitySource(name);

        source.StartActivity("something of ours")?.Dispose();
        app.Services.GetRequiredService<TracerProvider>().ForceFlush();

        Assert.Single(spans.ToArray(), span => span.OperationName == "something of ours" && span.Source.Name == name);
    }

    [Fact]
    public async Task Histograms_ReachMinutes_BecauseInferenceOnACpuTakesThem()
    {
        var metrics = new List<Metric>();
        await using var app = await ServiceDefaultsTests.StartAsync(
            builder => builder.Services.ConfigureOpenTelemetryMeterProvider(metering => metering.AddInMemoryExporter(metrics)));
        using var meter = new Meter(TelemetryNames.AgentSource);

        meter.CreateHistogram<double>(TelemetryNames.Instruments.PhaseDuration, "s").Record(600);
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();

        var metric = Assert.Single(metrics, candidate => candidate.Name == TelemetryNames.Instruments.PhaseDuration);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            foreach (var bucket in point.GetHistogramBuckets())
            {
                if (bucket.BucketCount > 0)
                {
                    Assert.Equal(640, bucket.ExplicitBound);
                    return;
                }
            }
        }

        Assert.Fail("The duration is in no bucket.");
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    [InlineData("System.Net.Http.HttpClient.Default.LogicalHandler", LogLevel.Warning)]
    [InlineData("Npgsql.Command", LogLevel.Warning)]
    [InlineData("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.None)]
    public async Task RequestsStatementsAndPolls_AreNotLoggedOneByOne(string category, LogLevel least)
    {
        await using var app = await ServiceDefaultsTests.StartAsync(builder => builder.Logging.AddProvider(new SilentProvider()));
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.Equal(least, Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || logger.IsEnabled(level)));
    }

    [Fact]
    public async Task Service_WorksAndStops_WhenTheDashboardIsDown()
    {
        var app = await ServiceDefaultsTests.StartAsync(builder => builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1");
        using var http = new HttpClient();

        Assert.Equal("Healthy", await http.GetStringAsync(ServiceDefaultsTests.Address(app, "/health"), TestContext.Current.CancellationToken));
        await app.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }

    private sealed class SilentProvider : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Silent();

        public void Dispose()
        {
            // Nothing is held.
        }

        private sealed class Silent : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                // Only asked what is enabled.
            }
        }
    }
}

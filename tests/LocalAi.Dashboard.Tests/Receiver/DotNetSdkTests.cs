using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalAi.Dashboard.Telemetry.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LocalAi.Dashboard.Tests.Receiver;

public class DotNetSdkTests
{
    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Sdk_SendsTracesMetricsAndLogs_WhenPointedAtTheDashboard(OtlpExportProtocol protocol)
    {
        await using var server = await DashboardServer.StartAsync();
        var name = $"sdk.{protocol}.{Guid.NewGuid():N}";
        var resource = ResourceBuilder.CreateDefault().AddService("sdk-sender", serviceInstanceId: "one");
        void Configure(OtlpExporterOptions options, string path)
        {
            options.Protocol = protocol;
            options.Endpoint = new Uri(protocol == OtlpExportProtocol.Grpc ? server.GrpcUrl : $"{server.HttpUrl}/v1/{path}");
            options.Headers = $"x-otlp-api-key={DashboardServer.OtlpKey}";
        }

        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        using (var tracing = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(name).AddOtlpExporter(options => Configure(options, "traces")).Build())
        using (var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(name)
            .AddView("wait", new Base2ExponentialBucketHistogramConfiguration())
            .AddOtlpExporter((options, _) => Configure(options, "metrics")).Build())
        using (var logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(resource).AddOtlpExporter(exporter => Configure(exporter, "logs"));
            options.IncludeFormattedMessage = true;
        })))
        {
            using (var parent = source.StartActivity("parent", ActivityKind.Server))
            using (var child = source.StartActivity("child", ActivityKind.Client))
            {
                child!.SetTag("http.request.method", "GET");
                child.AddEvent(new ActivityEvent("reached"));
#pragma warning disable CA1848 // One line of a test needs no generated delegate.
                logging.CreateLogger("category").LogWarning("Hello {Name}", "world");
#pragma warning restore CA1848
            }

            meter.CreateCounter<long>("requests").Add(3, new KeyValuePair<string, object?>("route", "/"));
            meter.CreateHistogram<double>("duration", "s").Record(0.2);
            meter.CreateHistogram<double>("wait", "s").Record(0.5);
        }

        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1 && server.Store.Logs.List().Length == 1 && server.Store.Metrics.Instruments().Length == 3);
        var trace = Assert.Single(server.Store.Traces.List());
        Assert.Equal(("parent", 2, "sdk-sender"), (trace.Name, trace.SpanCount, trace.Resources[0].Resource.DisplayName));
        var log = Assert.Single(server.Store.Logs.List());
        Assert.Equal(("Hello world", "category", trace.Id), (log.Body, log.Scope.Name, log.TraceId));
        Assert.Equal(
            [("duration", InstrumentKind.Histogram), ("requests", InstrumentKind.Sum), ("wait", InstrumentKind.Histogram)],
            server.Store.Metrics.Instruments().OrderBy(item => item.Name).Select(item => (item.Name, item.Kind)));
        var wait = server.Store.Metrics.Series(server.Store.Metrics.Instruments().Single(item => item.Name == "wait"))[0].Histograms[0];
        Assert.InRange(wait.Counts.Quantile(0.5), 0.49, 0.51);
    }
}

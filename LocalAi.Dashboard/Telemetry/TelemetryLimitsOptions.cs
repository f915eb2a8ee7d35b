using System.ComponentModel.DataAnnotations;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>What is kept in memory; beyond each limit the oldest is dropped first. Aspire's names and defaults where it has them.</summary>
internal sealed class TelemetryLimitsOptions
{
    public const string SectionName = "Dashboard:TelemetryLimits";

    /// <summary>Log records kept over all resources.</summary>
    [Range(1, 1_000_000)]
    public int MaxLogCount { get; set; } = 10_000;

    /// <summary>Traces kept over all resources.</summary>
    [Range(1, 1_000_000)]
    public int MaxTraceCount { get; set; } = 10_000;

    /// <summary>Metric points kept per resource.</summary>
    [Range(1, 10_000_000)]
    public int MaxMetricsCount { get; set; } = 50_000;

    /// <summary>Attributes kept per span, event, link, log record, scope, resource or series.</summary>
    [Range(1, 10_000)]
    public int MaxAttributeCount { get; set; } = 128;

    /// <summary>Characters kept of one text: an attribute value, a name, a log body.</summary>
    [Range(16, 10_000_000)]
    public int MaxAttributeLength { get; set; } = 32_768;

    /// <summary>Events and links kept per span, each.</summary>
    [Range(0, 100_000)]
    public int MaxSpanEventCount { get; set; } = 1_000;

    /// <summary>Spans kept per trace: one endless trace must not push out every other.</summary>
    [Range(1, 1_000_000)]
    public int MaxSpansPerTrace { get; set; } = 20_000;

    /// <summary>Senders (service name and instance) kept; the one silent for longest goes first, with its metrics.</summary>
    [Range(1, 100_000)]
    public int MaxResourceCount { get; set; } = 1_000;

    /// <summary>
    /// Bytes of telemetry kept, estimated from the objects' sizes: 60 % for traces, 15 % for logs, 25 % for metrics. The counts above
    /// are reached first by ordinary telemetry; this is the bound on the rest.
    /// </summary>
    [Range(1_000_000, 100_000_000_000)]
    public long MaxTelemetryBytes { get; set; } = 192L * 1024 * 1024;

    internal long MaxTraceBytes => MaxTelemetryBytes / 100 * 60;

    internal long MaxLogBytes => MaxTelemetryBytes / 100 * 15;

    internal long MaxMetricBytes => MaxTelemetryBytes / 100 * 25;
}

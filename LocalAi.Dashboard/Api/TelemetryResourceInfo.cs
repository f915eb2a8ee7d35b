namespace LocalAi.Dashboard.Api;

/// <summary>A sender, as <c>GET /api/telemetry/resources</c> lists it.</summary>
internal sealed record TelemetryResourceInfo(string Name, string InstanceId, string DisplayName, bool HasLogs, bool HasTraces, bool HasMetrics);

using LocalAi.Dashboard.Telemetry.Logs;
using LocalAi.Dashboard.Telemetry.Traces;
using Microsoft.AspNetCore.Mvc;

namespace LocalAi.Dashboard.Api;

/// <summary>The query of <c>/api/telemetry/*</c>; names as Aspire's API has them.</summary>
internal sealed record TelemetryQuery
{
    /// <summary>Senders by display name, service name or instance id; several mean any of them.</summary>
    [FromQuery(Name = "resource")]
    public string[]? Resource { get; init; }

    [FromQuery(Name = "traceId")]
    public string? TraceId { get; init; }

    [FromQuery(Name = "hasError")]
    public bool? HasError { get; init; }

    /// <summary>The least severity: Trace to Critical.</summary>
    [FromQuery(Name = "severity")]
    public string? Severity { get; init; }

    /// <summary>A text that names, bodies or attribute values contain.</summary>
    [FromQuery(Name = "search")]
    public string? Search { get; init; }

    /// <summary>How many at most, the newest.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Spans and logs: keep the connection and send what comes, one JSON document a line.</summary>
    [FromQuery(Name = "follow")]
    public bool? Follow { get; init; }

    /// <summary>Problems by field; empty where there are none.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Limit is < 1 or > 1_000_000)
        {
            problems["limit"] = ["limit must be between 1 and 1000000."];
        }

        if (TraceId is not null && !Telemetry.Traces.TraceId.TryParse(TraceId, out _))
        {
            problems["traceId"] = ["traceId must be 32 hexadecimal digits, not all zero."];
        }

        if (Severity is not null && (!Enum.TryParse<LogSeverity>(Severity, ignoreCase: true, out var severity) || !Enum.IsDefined(severity)))
        {
            problems["severity"] = ["severity must be Trace, Debug, Information, Warning, Error or Critical."];
        }

        return problems;
    }

    public bool Accepts(TraceSpan span) =>
        (TraceId is null || (Telemetry.Traces.TraceId.TryParse(TraceId, out var id) && span.TraceId == id))
        && (HasError is null || span.IsError == HasError)
        && (string.IsNullOrEmpty(Search)
            || Contains(span.Name)
            || Contains(span.StatusMessage)
            || span.Attributes.Any(attribute => Contains(attribute.Value.ToString())));

    public bool Accepts(LogEntry log) =>
        (TraceId is null || (Telemetry.Traces.TraceId.TryParse(TraceId, out var id) && log.TraceId == id))
        && (Severity is null || (Enum.TryParse<LogSeverity>(Severity, ignoreCase: true, out var severity) && log.Severity >= severity))
        && (string.IsNullOrEmpty(Search)
            || Contains(log.Body)
            || Contains(log.Scope.Name)
            || log.Attributes.Any(attribute => Contains(attribute.Value.ToString())));

    private bool Contains(string text) => text.Contains(Search!, StringComparison.OrdinalIgnoreCase);
}

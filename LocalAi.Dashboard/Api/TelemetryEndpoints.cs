using System.Text.Json;
using LocalAi.Dashboard.Listeners;
using LocalAi.Dashboard.Security;
using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Traces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Dashboard.Api;

/// <summary>
/// <c>GET /api/telemetry/{resources,logs,spans,traces,traces/{id},metrics}</c>: <c>{data, totalCount, returnedCount}</c> with
/// <c>data</c> in OTLP JSON. Header <c>x-api-key</c>, or the cookie of a person who is logged in.
/// </summary>
internal static class TelemetryEndpoints
{
    private const int DefaultLimit = 200;
    private const int DefaultTraceLimit = 100;

    public static void MapTelemetryApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/telemetry").RequireAuthorization(SecurityExtensions.ApiPolicy).OnlyOn(ListenerKind.Frontend);
        group.MapGet("/resources", GetResources);
        group.MapGet("/spans", GetSpans);
        group.MapGet("/logs", GetLogs);
        group.MapGet("/traces", GetTraces);
        group.MapGet("/traces/{id}", GetTrace);
        group.MapGet("/metrics", GetMetrics);
    }

    private static Ok<TelemetryResourceInfo[]> GetResources(TelemetryStore store) => TypedResults.Ok(store.Resources.All()
        .Select(resource => new TelemetryResourceInfo(
            resource.Name,
            resource.InstanceId,
            resource.DisplayName,
            resource.HasLogs,
            resource.HasTraces,
            resource.HasMetrics))
        .ToArray());

    private static IResult GetSpans([AsParameters] TelemetryQuery query, TelemetryStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Refuse(query, store, out var resources) is { } refusal)
        {
            return refusal;
        }

        TraceSpan[] Find() => [.. store.Traces.Spans().SelectMany(spans => spans).Where(span => Accepts(resources, span.Resource) && query.Accepts(span))];
        if (query.Follow == true)
        {
            return TelemetryFollow.Lines(() => store.Traces.Version, Find, span => (span.TraceId, span.Id), OtlpJsonWriter.WriteSpans, time, cancellationToken);
        }

        var found = Find();
        var kept = found.TakeLast(query.Limit ?? DefaultLimit).ToArray();
        return Answer(found.Length, kept.Length, writer => OtlpJsonWriter.WriteSpans(writer, kept));
    }

    private static IResult GetLogs([AsParameters] TelemetryQuery query, TelemetryStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Refuse(query, store, out var resources) is { } refusal)
        {
            return refusal;
        }

        Telemetry.Logs.LogEntry[] Find() => [.. store.Logs.List().Where(log => Accepts(resources, log.Resource) && query.Accepts(log))];
        if (query.Follow == true)
        {
            return TelemetryFollow.Lines(() => store.Logs.Version, Find, log => log.Number, OtlpJsonWriter.WriteLogs, time, cancellationToken);
        }

        var found = Find();
        var kept = found.TakeLast(query.Limit ?? DefaultLimit).ToArray();
        return Answer(found.Length, kept.Length, writer => OtlpJsonWriter.WriteLogs(writer, kept));
    }

    private static IResult GetTraces([AsParameters] TelemetryQuery query, TelemetryStore store)
    {
        if (Refuse(query, store, out var resources) is { } refusal)
        {
            return refusal;
        }

        // The filter on errors is about the whole trace, the others about any of its spans.
        var perSpan = query with { HasError = null };
        var found = store.Traces.Spans()
            .Where(spans => spans.Any(span => Accepts(resources, span.Resource)) && spans.Any(perSpan.Accepts))
            .Where(spans => query.HasError is null || spans.Any(span => span.IsError) == query.HasError)
            .ToArray();
        var kept = found.TakeLast(query.Limit ?? DefaultTraceLimit).ToArray();
        return Answer(found.Length, kept.Length, writer => OtlpJsonWriter.WriteSpans(writer, kept.SelectMany(spans => spans)));
    }

    private static IResult GetTrace(string id, TelemetryStore store)
    {
        if (!TraceId.TryParse(id, out var traceId))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["id"] = ["id must be 32 hexadecimal digits, not all zero."] });
        }

        var spans = store.Traces.Get(traceId);
        return spans.Length == 0
            ? TypedResults.Problem($"No trace {id} is in memory: it never came or made room for newer ones.", statusCode: 404, title: "Unknown trace")
            : Answer(spans.Length, spans.Length, writer => OtlpJsonWriter.WriteSpans(writer, spans));
    }

    private static IResult GetMetrics([AsParameters] TelemetryQuery query, string? instrument, TelemetryStore store)
    {
        if (Refuse(query, store, out var resources) is { } refusal)
        {
            return refusal;
        }

        var found = store.Metrics.Instruments()
            .Where(item => Accepts(resources, item.Resource))
            .Where(item => instrument is null || item.Name == instrument)
            .Where(item => string.IsNullOrEmpty(query.Search) || item.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return Answer(found.Length, found.Length, writer => OtlpMetricsJson.Write(writer, found, store.Metrics.Series, query.Limit ?? 1));
    }

    private static bool Accepts(TelemetryResource[]? resources, TelemetryResource resource) => resources is null || resources.Contains(resource);

    private static IResult? Refuse(TelemetryQuery query, TelemetryStore store, out TelemetryResource[]? resources)
    {
        resources = null;
        if (query.Problems() is { Count: > 0 } problems)
        {
            return TypedResults.ValidationProblem(problems);
        }

        if (query.Resource is not { Length: > 0 } names)
        {
            return null;
        }

        var found = new List<TelemetryResource>();
        foreach (var name in names)
        {
            var matches = store.Resources.Find(name);
            if (matches.Length == 0)
            {
                return TypedResults.Problem($"No sender '{name}' is known: see /api/telemetry/resources.", statusCode: 404, title: "Unknown resource");
            }

            found.AddRange(matches);
        }

        resources = [.. found];
        return null;
    }

    private static PushStreamHttpResult Answer(int total, int returned, Action<Utf8JsonWriter> data) => TypedResults.Stream(
        async stream =>
        {
            await using var writer = new Utf8JsonWriter(stream);
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            data(writer);
            writer.WriteNumber("totalCount", total);
            writer.WriteNumber("returnedCount", returned);
            writer.WriteEndObject();
        },
        "application/json");
}

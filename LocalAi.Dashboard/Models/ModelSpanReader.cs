using LocalAi.Dashboard.Telemetry;
using LocalAi.Dashboard.Telemetry.Traces;
using LocalAi.ServiceDefaults;
using Names = LocalAi.ServiceDefaults.TelemetryNames.Attributes;

namespace LocalAi.Dashboard.Models;

/// <summary>Reads a model call out of a span, by OpenTelemetry's GenAI conventions and LocalAi's phase attributes.</summary>
internal static class ModelSpanReader
{
    private const int LongestName = 200;
    private static readonly string[] ModelOperations = ["chat", "text_completion", "generate_content", "embeddings"];

    public static bool IsTool(string? operation) => operation == "execute_tool";

    /// <summary>The span's model call; null where the span is none.</summary>
    public static ModelRequest? Read(TraceSpan span, string? operation, long now)
    {
        if (span.Kind != SpanKind.Client || operation is null || Array.IndexOf(ModelOperations, operation) < 0)
        {
            return null;
        }

        var model = span.Attribute(Names.RequestModel) ?? span.Attribute(Names.ResponseModel);
        if (string.IsNullOrEmpty(model))
        {
            return null;
        }

        var seconds = UnixTime.Seconds(span.Duration);
        var output = Tokens(span, Names.OutputTokens);
        var phases = Phases(span, seconds);
        var first = Bounded(span.Number(Names.TimeToFirstTokenSeconds), seconds);
        if (first == 0 && phases.Decode > 0)
        {
            first = phases.Queue + phases.Load + phases.Prefill;
        }

        var decode = phases.Decode > 0 ? phases.Decode : first > 0 ? Math.Max(0, seconds - first) : 0;
        var error = span.Attribute(Names.ErrorType) ?? (span.IsError ? "error" : null);
        return new ModelRequest(
            new ModelKey(Short(span.Attribute(Names.ProviderName) ?? span.Attribute("gen_ai.system") ?? "unknown"), Short(model), operation),
            span.TraceId,
            span.Id,
            UnixTime.PlausibleOr(span.End, now),
            seconds,
            Tokens(span, Names.InputTokens),
            output,
            phases,
            first,
            output > 1 ? decode / (output - 1) : 0,
            error,
            span.Attribute(Names.TimingSource) == "server");
    }

    private static ModelPhases Phases(TraceSpan span, double seconds)
    {
        var (queue, load) = (Bounded(span.Number(Names.QueueSeconds), seconds), Bounded(span.Number(Names.LoadSeconds), seconds));
        var (prefill, decode) = (Bounded(span.Number(Names.PrefillSeconds), seconds), Bounded(span.Number(Names.DecodeSeconds), seconds));
        return new ModelPhases(queue, load, prefill, decode, 0, Math.Max(0, seconds - queue - load - prefill - decode));
    }

    // A phase cannot be longer than its request: what says so is wrong.
    private static double Bounded(double? value, double seconds) => value is { } number && number > 0 ? Math.Min(number, seconds) : 0;

    private static long Tokens(TraceSpan span, string key) => span.Number(key) is { } count and > 0 and < 1e9 ? (long)count : 0;

    private static string Short(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "…");
}

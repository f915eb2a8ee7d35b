namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>OTLP's span kinds, by its numbers.</summary>
public enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>OTLP's status codes, by its numbers.</summary>
public enum SpanStatusCode
{
    Unset,
    Ok,
    Error,
}

/// <summary>A span as received. Times are the sender's, in nanoseconds since 1970.</summary>
public sealed class TraceSpan
{
    public required TraceId TraceId { get; init; }

    public required ulong Id { get; init; }

    /// <summary>0 where the span has no parent.</summary>
    public required ulong ParentId { get; init; }

    public required string Name { get; init; }

    public required SpanKind Kind { get; init; }

    public required long Start { get; init; }

    public required long End { get; init; }

    /// <summary>False where the sender's clock cannot have meant <see cref="Start"/>; such a span is drawn at its parent's start.</summary>
    public required bool HasPlausibleTime { get; init; }

    public required SpanStatusCode Status { get; init; }

    public required string StatusMessage { get; init; }

    public required TelemetryResource Resource { get; init; }

    public required TelemetryScope Scope { get; init; }

    public required TelemetryTag[] Attributes { get; init; }

    public required SpanEvent[] Events { get; init; }

    public required SpanLink[] Links { get; init; }

    public required int DroppedAttributes { get; init; }

    /// <summary>Nanoseconds, never negative.</summary>
    public long Duration => HasPlausibleTime ? Math.Max(0, End - Start) : 0;

    public bool IsError => Status == SpanStatusCode.Error;

    public string? Attribute(string key) => Find(key, out var value) ? value.ToString() : null;

    public double? Number(string key) => Find(key, out var value) ? value.AsNumber() : null;

    private bool Find(string key, out AttributeValue value)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Key == key)
            {
                value = attribute.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}

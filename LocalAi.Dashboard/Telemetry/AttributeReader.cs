using Google.Protobuf.Collections;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>Turns OTLP's attribute messages into compact ones within the limits. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class AttributeReader(TelemetryLimitsOptions limits)
{
    public StringTable Strings { get; } = new(limits.MaxAttributeLength);

    /// <summary>The first <see cref="TelemetryLimitsOptions.MaxAttributeCount"/> attributes; the rest are counted in <paramref name="dropped"/>.</summary>
    public TelemetryTag[] Read(RepeatedField<KeyValue> source, ref int dropped)
    {
        var count = Math.Min(source.Count, limits.MaxAttributeCount);
        dropped += source.Count - count;
        if (count == 0)
        {
            return [];
        }

        var result = new TelemetryTag[count];
        for (var index = 0; index < count; index++)
        {
            var pair = source[index];
            result[index] = new TelemetryTag(Strings.Intern(pair.Key), Read(pair.Value));
        }

        return result;
    }

    public TelemetryTag[] Read(RepeatedField<KeyValue> source)
    {
        var dropped = 0;
        return Read(source, ref dropped);
    }

    public AttributeValue Read(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => Strings.Intern(value.StringValue),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue,
        AnyValue.ValueOneofCase.BytesValue => AttributeValue.FromBytes(Strings.Intern(value.BytesValue.ToBase64())),
        AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue =>
            AttributeValue.FromJson(Strings.Intern(AnyValueJson.Write(value, limits.MaxAttributeLength))),
        _ => default,
    };
}

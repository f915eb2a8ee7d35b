using Google.Protobuf.Collections;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>Turns OTLP's attribute messages into compact ones within the limits. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class AttributeReader(TelemetryLimitsOptions limits)
{
    private const int Remembered = 32;
    private const int LongestRemembered = 96;
    private readonly string?[] _keys = new string?[Remembered];
    private readonly string?[] _texts = new string?[Remembered];

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
            result[index] = new TelemetryTag(Key(index, pair.Key), Value(index, pair.Value));
        }

        return result;
    }

    public TelemetryTag[] Read(RepeatedField<KeyValue> source)
    {
        var dropped = 0;
        return Read(source, ref dropped);
    }

    // One instrumentation names its attributes in one order, and most values come again: a comparison is cheaper than a look-up.
    private string Key(int index, string key)
    {
        if (index >= _keys.Length)
        {
            return Strings.Intern(key);
        }

        return string.Equals(_keys[index], key) ? _keys[index]! : _keys[index] = Strings.Intern(key);
    }

    private AttributeValue Value(int index, AnyValue? value)
    {
        if (index >= _texts.Length || value is not { ValueCase: AnyValue.ValueOneofCase.StringValue })
        {
            return Read(value);
        }

        // A long text is truncated when it is interned, and is not worth keeping.
        var text = value.StringValue;
        return text.Length <= LongestRemembered ? string.Equals(_texts[index], text) ? _texts[index]! : _texts[index] = Strings.Intern(text) : Strings.Intern(text);
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

using Google.Protobuf.Collections;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry.Metrics;

/// <summary>Finds a series by the attributes of a message, whatever their order, without making anything of them first.</summary>
internal static class SeriesKey
{
    public static int Hash(RepeatedField<KeyValue> attributes, int maxCount)
    {
        var hash = attributes.Count;
        for (var index = 0; index < attributes.Count && index < maxCount; index++)
        {
            // A sum does not depend on the order.
            hash += HashCode.Combine(attributes[index].Key.GetHashCode(StringComparison.Ordinal), Hash(attributes[index].Value));
        }

        return hash;
    }

    public static bool Matches(RepeatedField<KeyValue> attributes, TelemetryTag[] stored, int maxCount)
    {
        if (Math.Min(attributes.Count, maxCount) != stored.Length)
        {
            return false;
        }

        for (var index = 0; index < stored.Length; index++)
        {
            if (!Matches(attributes[index], stored[index]) && !MatchesAny(attributes[index], stored))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesAny(KeyValue pair, TelemetryTag[] stored)
    {
        foreach (var attribute in stored)
        {
            if (Matches(pair, attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static int Hash(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue.GetHashCode(StringComparison.Ordinal),
        AnyValue.ValueOneofCase.IntValue => value.IntValue.GetHashCode(),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? 1 : 2,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.GetHashCode(),
        null or AnyValue.ValueOneofCase.None => 0,
        _ => value.GetHashCode(),
    };

    private static bool Matches(KeyValue pair, TelemetryTag stored) => MatchesText(pair.Key, stored.Key) && pair.Value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => stored.Value.Kind == AttributeKind.Text && MatchesText(pair.Value.StringValue, stored.Value.ToString()),
        AnyValue.ValueOneofCase.IntValue => stored.Value.Kind == AttributeKind.Whole && stored.Value.Whole == pair.Value.IntValue,
        AnyValue.ValueOneofCase.BoolValue => stored.Value.Kind == AttributeKind.Boolean && stored.Value.Boolean == pair.Value.BoolValue,
        AnyValue.ValueOneofCase.DoubleValue => stored.Value.Kind == AttributeKind.Number && stored.Value.Number.Equals(pair.Value.DoubleValue),
        null or AnyValue.ValueOneofCase.None => stored.Value.Kind == AttributeKind.Empty,

        // Arrays, maps and bytes as metric attributes are rare: the hash of the message has told them apart.
        _ => stored.Value.Kind is AttributeKind.Json or AttributeKind.Bytes,
    };

    // A text beyond the limit is stored with its end replaced by an ellipsis.
    private static bool MatchesText(string text, string stored) =>
        text.Length == stored.Length
            ? string.Equals(text, stored, StringComparison.Ordinal)
            : text.Length > stored.Length && stored.EndsWith('…') && text.AsSpan().StartsWith(stored.AsSpan(0, stored.Length - 1), StringComparison.Ordinal);
}

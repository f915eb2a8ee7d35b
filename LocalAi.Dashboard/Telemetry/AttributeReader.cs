using LocalAi.Dashboard.Receiver.Wire;
using LocalAi.Dashboard.Receiver.WireFormat;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>Makes attributes of the bytes of OTLP's messages, within the limits. Not thread-safe: the ingest worker owns it.</summary>
internal sealed class AttributeReader(TelemetryLimitsOptions limits)
{
    private const int Remembered = 32;
    private readonly RecentText[] _keys = NewTexts();
    private readonly RecentText[] _texts = NewTexts();
    private readonly List<TelemetryTag> _read = [];

    public StringTable Strings { get; } = new(limits.MaxAttributeLength);

    /// <summary>
    /// The first <see cref="TelemetryLimitsOptions.MaxAttributeCount"/> attributes in the <paramref name="field"/> of a message; the
    /// rest are counted in <paramref name="dropped"/>.
    /// </summary>
    public TelemetryTag[] Read(ReadOnlySpan<byte> message, int field, ref int dropped)
    {
        _read.Clear();
        foreach (var pair in new WireFields(message, field))
        {
            if (_read.Count < limits.MaxAttributeCount)
            {
                _read.Add(ReadPair(pair, _read.Count));
            }
            else
            {
                dropped++;
            }
        }

        return _read.Count == 0 ? [] : [.. _read];
    }

    public TelemetryTag[] Read(ReadOnlySpan<byte> message, int field)
    {
        var dropped = 0;
        return Read(message, field, ref dropped);
    }

    /// <summary>The value in an <c>AnyValue</c>.</summary>
    public AttributeValue ReadValue(ReadOnlySpan<byte> value) => ReadValue(value, int.MaxValue);

    // One instrumentation names its attributes in one order, and most values come again: a comparison is cheaper than a look-up.
    private TelemetryTag ReadPair(ReadOnlySpan<byte> pair, int index)
    {
        ReadOnlySpan<byte> key = default;
        ReadOnlySpan<byte> value = default;
        var reader = new WireReader(pair);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when reader.IsBytes:
                    key = reader.Bytes();
                    break;
                case 2 when reader.IsBytes:
                    value = reader.Bytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new TelemetryTag(index < Remembered ? _keys[index].Get(key, Strings) : Strings.Intern(key), ReadValue(value, index));
    }

    private AttributeValue ReadValue(ReadOnlySpan<byte> value, int index)
    {
        var result = default(AttributeValue);
        var reader = new WireReader(value);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 when reader.IsBytes:
                    var text = reader.Bytes();
                    result = index < Remembered ? _texts[index].Get(text, Strings) : Strings.Intern(text);
                    break;
                case 2 when reader.IsVarint:
                    result = reader.Varint() != 0;
                    break;
                case 3 when reader.IsVarint:
                    result = (long)reader.Varint();
                    break;
                case 4 when reader.IsFixed64:
                    result = reader.Double();
                    break;
                case 5 or 6 when reader.IsBytes:
                    reader.Skip();
                    result = AttributeValue.FromJson(Strings.Intern(AnyValueJson.Write(AnyValue.Parser.ParseFrom(value), limits.MaxAttributeLength)));
                    break;
                case 7 when reader.IsBytes:
                    result = AttributeValue.FromBytes(Strings.Intern(Convert.ToBase64String(reader.Bytes())));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return result;
    }

    private static RecentText[] NewTexts() => [.. Enumerable.Range(0, Remembered).Select(_ => new RecentText())];

    /// <summary>The text that was last in one place, with its bytes.</summary>
    private sealed class RecentText
    {
        // A long text is truncated when it is interned, and is not worth keeping.
        private const int Longest = 96;
        private readonly byte[] _bytes = new byte[Longest];
        private int _length;
        private string _text = string.Empty;

        public string Get(ReadOnlySpan<byte> utf8, StringTable strings)
        {
            if (utf8.SequenceEqual(_bytes.AsSpan(0, _length)))
            {
                return _text;
            }

            var text = strings.Intern(utf8);
            if (utf8.Length <= Longest)
            {
                utf8.CopyTo(_bytes);
                (_length, _text) = (utf8.Length, text);
            }

            return text;
        }
    }
}

using System.Globalization;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>What an OTLP value can be; an array, a map or bytes are kept as JSON text (bytes as base64).</summary>
public enum AttributeKind
{
    Empty,
    Text,
    Boolean,
    Whole,
    Number,
    Json,
    Bytes,
}

/// <summary>An OTLP value in 16 bytes: texts by reference, the rest in place.</summary>
public readonly record struct AttributeValue
{
    // The reference says which kind the bits are: a text is itself, every other kind has a marker.
    private static readonly object BooleanMarker = new();
    private static readonly object IntegerMarker = new();
    private static readonly object NumberMarker = new();

    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(object? reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    public AttributeKind Kind => _reference switch
    {
        null => AttributeKind.Empty,
        string => AttributeKind.Text,
        Composite composite => composite.Kind,
        var marker when marker == IntegerMarker => AttributeKind.Whole,
        var marker when marker == NumberMarker => AttributeKind.Number,
        _ => AttributeKind.Boolean,
    };

    public static implicit operator AttributeValue(string text) => new(text, 0);

    public static implicit operator AttributeValue(long value) => new(IntegerMarker, value);

    public static implicit operator AttributeValue(double value) => new(NumberMarker, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator AttributeValue(bool value) => new(BooleanMarker, value ? 1 : 0);

    public static AttributeValue FromJson(string json) => new(new Composite(AttributeKind.Json, json), 0);

    public static AttributeValue FromBytes(string base64) => new(new Composite(AttributeKind.Bytes, base64), 0);

    public bool Boolean => _bits != 0;

    public long Whole => _bits;

    public double Number => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value as a number, where it is one or is a text that reads as one.</summary>
    public double? AsNumber() => Kind switch
    {
        AttributeKind.Whole => _bits,
        AttributeKind.Number => Number,
        AttributeKind.Text when double.TryParse((string)_reference!, CultureInfo.InvariantCulture, out var value) => value,
        _ => null,
    };

    /// <summary>The value as it is shown and searched.</summary>
    public override string ToString() => _reference switch
    {
        null => string.Empty,
        string text => text,
        Composite composite => composite.Text,
        var marker when marker == IntegerMarker => _bits.ToString(CultureInfo.InvariantCulture),
        var marker when marker == NumberMarker => Number.ToString("R", CultureInfo.InvariantCulture),
        _ => _bits != 0 ? "true" : "false",
    };

    private sealed record Composite(AttributeKind Kind, string Text);
}

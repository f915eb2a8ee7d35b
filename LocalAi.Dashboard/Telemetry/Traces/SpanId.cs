using System.Buffers.Binary;
using System.Globalization;

namespace LocalAi.Dashboard.Telemetry.Traces;

/// <summary>8 bytes as a number, shown as 16 hexadecimal digits. Zero is no span.</summary>
public static class SpanId
{
    internal static ulong Read(ReadOnlySpan<byte> bytes) => bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    public static string Format(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    public static ulong Parse(string? text) =>
        text is { Length: 16 } && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : 0;
}

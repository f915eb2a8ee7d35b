using System.Buffers;
using System.Text;
using System.Text.Json;
using LocalAi.Dashboard.Receiver.Wire;

namespace LocalAi.Dashboard.Telemetry;

/// <summary>An OTLP array or map as plain JSON, the way a person writes it.</summary>
internal static class AnyValueJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON text of about <paramref name="maxLength"/> characters at most: elements after that are left out.</summary>
    public static string Write(AnyValue value, int maxLength)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(writer, value, maxLength);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, AnyValue? value, int maxLength)
    {
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue.Length > maxLength ? value.StringValue.AsSpan(0, maxLength) : value.StringValue);
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                writer.WriteNumberValue(value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue when double.IsFinite(value.DoubleValue):
                writer.WriteNumberValue(value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue:
                writer.WriteStringValue(value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                writer.WriteStringValue(value.BytesValue.ToBase64());
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                writer.WriteStartArray();
                foreach (var item in value.ArrayValue.Values.TakeWhile(_ => writer.BytesPending + writer.BytesCommitted < maxLength))
                {
                    Write(writer, item, maxLength);
                }

                writer.WriteEndArray();
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                writer.WriteStartObject();
                foreach (var pair in value.KvlistValue.Values.TakeWhile(_ => writer.BytesPending + writer.BytesCommitted < maxLength))
                {
                    writer.WritePropertyName(pair.Key);
                    Write(writer, pair.Value, maxLength);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}

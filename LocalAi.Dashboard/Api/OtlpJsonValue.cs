using System.Globalization;
using System.Text.Json;
using LocalAi.Dashboard.Telemetry;

namespace LocalAi.Dashboard.Api;

/// <summary>Writes an attribute's value as OTLP's <c>AnyValue</c>.</summary>
internal static class OtlpJsonValue
{
    public static void Write(Utf8JsonWriter writer, AttributeValue value)
    {
        if (value.Kind == AttributeKind.Json)
        {
            using var document = JsonDocument.Parse(Parsable(value.ToString()));
            Write(writer, document.RootElement);
            return;
        }

        writer.WriteStartObject();
        switch (value.Kind)
        {
            case AttributeKind.Text:
                writer.WriteString("stringValue", value.ToString());
                break;
            case AttributeKind.Boolean:
                writer.WriteBoolean("boolValue", value.Boolean);
                break;
            case AttributeKind.Whole:
                writer.WriteString("intValue", value.ToString());
                break;
            case AttributeKind.Number when double.IsFinite(value.Number):
                writer.WriteNumber("doubleValue", value.Number);
                break;
            case AttributeKind.Number:
                writer.WriteString("doubleValue", value.ToString());
                break;
            case AttributeKind.Bytes:
                writer.WriteString("bytesValue", value.ToString());
                break;
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        writer.WriteStartObject();
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteString("stringValue", element.GetString());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean("boolValue", element.GetBoolean());
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var integer):
                writer.WriteString("intValue", integer.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                writer.WriteNumber("doubleValue", element.GetDouble());
                break;
            case JsonValueKind.Array:
                writer.WriteStartObject("arrayValue");
                writer.WriteStartArray("values");
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject("kvlistValue");
                writer.WriteStartArray("values");
                foreach (var property in element.EnumerateObject())
                {
                    writer.WriteStartObject();
                    writer.WriteString("key", property.Name);
                    writer.WritePropertyName("value");
                    Write(writer, property.Value);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
        }

        writer.WriteEndObject();
    }

    // A text cut at the limit is no JSON any more; it is then given as a text.
    private static string Parsable(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(json);
        }
    }
}

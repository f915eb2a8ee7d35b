using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace LocalAi.Dashboard.Receiver;

/// <summary>
/// OTLP's JSON: protobuf's JSON mapping with ids in hexadecimal instead of base64, and enum values as numbers. Unknown fields are
/// skipped. Works on the messages' descriptors, so it reads exactly what the protobuf parser reads.
/// </summary>
internal static class OtlpJson
{
    private static readonly HashSet<string> HexFields = ["traceId", "spanId", "parentSpanId"];

    /// <summary>The request.</summary>
    /// <exception cref="JsonException">Not JSON, or nested too deeply.</exception>
    /// <exception cref="FormatException">A field's value does not fit; the message names the field.</exception>
    public static IMessage Read(OtlpSignal signal, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var request = signal.Request.Parser.ParseFrom(ReadOnlySpan<byte>.Empty);
        try
        {
            Read(request, document.RootElement, "body");
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("A text in the body is not valid UTF-8.", error);
        }

        return request;
    }

    private static void Read(IMessage message, JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"Field {name} must be an object.");
        }

        foreach (var property in element.EnumerateObject())
        {
            var field = Find(message.Descriptor, property.Name);
            if (field is null || property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                ReadList((System.Collections.IList)field.Accessor.GetValue(message), field, property.Value);
            }
            else
            {
                field.Accessor.SetValue(message, ReadValue(field, property.Value));
            }
        }
    }

    private static FieldDescriptor? Find(MessageDescriptor descriptor, string name)
    {
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            if (field.JsonName == name || field.Name == name)
            {
                return field;
            }
        }

        return null;
    }

    private static void ReadList(System.Collections.IList list, FieldDescriptor field, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"Field {field.JsonName} must be an array.");
        }

        foreach (var item in element.EnumerateArray())
        {
            list.Add(ReadValue(field, item));
        }
    }

    private static object ReadValue(FieldDescriptor field, JsonElement element)
    {
        try
        {
            return field.FieldType switch
            {
                FieldType.Message => ReadMessage(field, element),
                FieldType.String => element.GetString() ?? string.Empty,
                FieldType.Bool => element.GetBoolean(),
                FieldType.Double => ReadDouble(element),
                FieldType.Bytes => ReadBytes(field, element),
                FieldType.Enum => ReadEnum(field, element),
                FieldType.Int32 or FieldType.SInt32 => Integer(element, int.Parse),
                FieldType.UInt32 or FieldType.Fixed32 => Integer(element, uint.Parse),
                FieldType.UInt64 or FieldType.Fixed64 => Integer(element, ulong.Parse),
                _ => Integer(element, long.Parse),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or OverflowException or FormatException { InnerException: null } && !error.Message.StartsWith("Field ", StringComparison.Ordinal))
        {
            throw new FormatException($"Field {field.JsonName} must be {Expected(field)}.", error);
        }
    }

    private static IMessage ReadMessage(FieldDescriptor field, JsonElement element)
    {
        var message = field.MessageType.Parser.ParseFrom(ReadOnlySpan<byte>.Empty);
        Read(message, element, field.JsonName);
        return message;
    }

    private static double ReadDouble(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        }
        : element.GetDouble();

    private static ByteString ReadBytes(FieldDescriptor field, JsonElement element)
    {
        var text = element.GetString() ?? string.Empty;
        return HexFields.Contains(field.JsonName)
            ? ByteString.CopyFrom(Convert.FromHexString(text))
            : ByteString.FromBase64(text);
    }

    private static int ReadEnum(FieldDescriptor field, JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetInt32()
        : field.EnumType.FindValueByName(element.GetString() ?? string.Empty)?.Number ?? throw new FormatException();

    // 64-bit integers are texts in protobuf's JSON; senders write numbers too, and kinds as numbers in floating notation.
    private static object Integer<T>(JsonElement element, Func<string, NumberStyles, IFormatProvider, T> parse)
        where T : struct =>
        parse(
            element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture);

    private static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "a text",
        FieldType.Bool => "true or false",
        FieldType.Double => "a number",
        FieldType.Bytes when HexFields.Contains(field.JsonName) => "hexadecimal digits",
        FieldType.Bytes => "base64",
        FieldType.Message => "an object",
        _ => "an integer in range",
    };
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>A string or an array of strings, both as a list.</summary>
internal sealed class StringsConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [reader.GetString()!];
        }

        var strings = reader.TokenType == JsonTokenType.StartArray ? new List<string>() : throw Wrong();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            strings.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong());
        }

        return strings;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static JsonException Wrong() => new("expected a string or an array of strings");
}

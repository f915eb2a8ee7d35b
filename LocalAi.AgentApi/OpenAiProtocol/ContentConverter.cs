using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>A message's content: a string or an array of parts, both as a list of parts.</summary>
internal sealed class ContentConverter : JsonConverter<IReadOnlyList<OpenAiWire.ContentPart>>
{
    public override IReadOnlyList<OpenAiWire.ContentPart>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [new("text", reader.GetString(), null)];
        }

        var parts = reader.TokenType == JsonTokenType.StartArray ? new List<OpenAiWire.ContentPart>() : throw Wrong();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            parts.Add(reader.TokenType == JsonTokenType.StartObject
                ? JsonSerializer.Deserialize(ref reader, OpenAiJson.Default.ContentPart)!
                : throw Wrong());
        }

        return parts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<OpenAiWire.ContentPart> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var part in value)
        {
            JsonSerializer.Serialize(writer, part, OpenAiJson.Default.ContentPart);
        }

        writer.WriteEndArray();
    }

    private static JsonException Wrong() => new("expected a string or an array of content parts");
}

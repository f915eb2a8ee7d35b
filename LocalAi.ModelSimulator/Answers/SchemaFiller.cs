using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAi.ModelSimulator.Answers;

/// <summary>
/// Makes a value that fits a JSON schema out of a text, by these rules: an enum takes the member that the text names; a number takes
/// the next number; a date or address takes the next one; a string whose name says that it is the question (query, text, input …)
/// takes what is in quotation marks, else the whole text; another string takes what is in quotation marks, else the next name
/// ("in Paris"); a boolean is true when the text has its name. What is not found takes its default, and is left out unless required.
/// </summary>
internal sealed class SchemaFiller(string text, JsonElement root)
{
    private const int DeepestLevel = 12;

    private static readonly string[] QuestionNames =
        ["query", "question", "text", "input", "prompt", "search", "message", "content", "q", "term", "keyword", "request", "answer", "summary", "title"];

    private static readonly string[] AddressNames = ["url", "uri", "link", "href", "address", "site", "page"];
    private static readonly string[] DateNames = ["date", "day", "from", "until", "start", "end", "since"];

    private readonly string _text = text.Trim();
    private readonly TextValues _values = new(text);

    /// <summary>A value for the whole schema.</summary>
    public JsonNode? Fill() => Fill(root, "", required: true, 0);

    private JsonNode? Fill(JsonElement schema, string name, bool required, int depth)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > DeepestLevel)
        {
            return required ? JsonValue.Create(_text) : null;
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonNode.Parse(constant.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var members) && members.ValueKind == JsonValueKind.Array && members.GetArrayLength() > 0)
        {
            return Member(schema, members, required);
        }

        foreach (var choice in new[] { "anyOf", "oneOf", "allOf" })
        {
            if (schema.TryGetProperty(choice, out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
            {
                return Fill(choices[0], name, required, depth + 1);
            }
        }

        return TypeOf(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, name, required, depth),
            "integer" => Numeric(schema, required, whole: true),
            "number" => Numeric(schema, required, whole: false),
            "boolean" => Boolean(schema, name, required),
            "null" => null,
            _ => Text(schema, name, required),
        };
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        var value = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return value;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            var isRequired = required.Contains(property.Name);
            var filled = Fill(property.Value, property.Name, isRequired, depth + 1);
            if (filled is not null || isRequired)
            {
                value[property.Name] = filled;
            }
        }

        return value;
    }

    private JsonArray? Array(JsonElement schema, string name, bool required, int depth)
    {
        var items = schema.TryGetProperty("items", out var declared) ? Resolve(declared) : default;
        var source = TypeOf(items) switch
        {
            "integer" or "number" => _values.Numbers,
            "string" => _values.Quoted,
            _ => null,
        };
        var value = new JsonArray();
        while (source is { Count: > 0 } && Fill(items, name, required: true, depth + 1) is { } item)
        {
            value.Add(item);
        }

        var least = schema.TryGetProperty("minItems", out var minimum) && minimum.TryGetInt32(out var count) ? Math.Min(count, 100) : required ? 1 : 0;
        while (value.Count < least)
        {
            value.Add(Fill(items, name, required: true, depth + 1));
        }

        return value.Count > 0 || required ? value : null;
    }

    private JsonNode? Member(JsonElement schema, JsonElement members, bool required)
    {
        var words = Terms.Words(_text).Select(Terms.Stem).ToHashSet(StringComparer.Ordinal);
        foreach (var member in members.EnumerateArray())
        {
            if (Terms.Words(member.ToString()).Select(Terms.Stem).Any(words.Contains))
            {
                return JsonNode.Parse(member.GetRawText());
            }
        }

        return Default(schema) ?? (required ? JsonNode.Parse(members[0].GetRawText()) : null);
    }

    private JsonNode? Numeric(JsonElement schema, bool required, bool whole)
    {
        if (_values.Numbers.TryDequeue(out var found) && double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return whole ? JsonValue.Create((long)Math.Clamp(Math.Round(number), long.MinValue / 2, long.MaxValue / 2)) : JsonValue.Create(number);
        }

        if (Default(schema) is { } value)
        {
            return value;
        }

        return !required ? null
            : schema.TryGetProperty("minimum", out var minimum) ? JsonNode.Parse(minimum.GetRawText())
            : JsonValue.Create(0);
    }

    private JsonNode? Boolean(JsonElement schema, string name, bool required)
    {
        var words = Terms.Words(_text).Select(Terms.Stem).ToHashSet(StringComparer.Ordinal);
        if (name.Length > 0 && Terms.Of(name) is { Count: > 0 } terms && terms.All(words.Contains))
        {
            return JsonValue.Create(true);
        }

        return Default(schema) ?? (required ? JsonValue.Create(false) : null);
    }

    private JsonNode? Text(JsonElement schema, string name, bool required)
    {
        var words = Terms.Words(name).ToList();
        var format = schema.TryGetProperty("format", out var declared) ? declared.ToString() : "";
        string? value = null;
        if (words.Contains("expression") || words.Contains("formula") || words.Contains("calculation"))
        {
            value = _values.Expression ?? Next(_values.Quoted) ?? _text;
        }
        else if (format is "uri" or "url" || words.Exists(AddressNames.Contains))
        {
            value = Next(_values.Addresses) ?? Next(_values.Quoted);
        }
        else if (format is "date" or "date-time" || words.Exists(DateNames.Contains))
        {
            value = Next(_values.Dates);
        }
        else if (words.Exists(QuestionNames.Contains))
        {
            value = Next(_values.Quoted) ?? _text;
        }
        else
        {
            value = Next(_values.Quoted) ?? Next(_values.Names);
        }

        return value is not null ? JsonValue.Create(value) : Default(schema) ?? (required ? JsonValue.Create(_text) : null);
    }

    private JsonElement Resolve(JsonElement schema)
    {
        for (var steps = 0; steps < DeepestLevel && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference); steps++)
        {
            var target = root;
            foreach (var part in reference.ToString().TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(part, out target))
                {
                    return default;
                }
            }

            schema = target;
        }

        return schema;
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : "";
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(item => item.ToString()).FirstOrDefault(item => item != "null") ?? "null"
            : type.ToString();
    }

    private static JsonNode? Default(JsonElement schema) =>
        schema.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null ? JsonNode.Parse(value.GetRawText()) : null;

    private static string? Next(Queue<string> values) => values.TryDequeue(out var value) ? value : null;
}

using System.Globalization;
using System.Text.Json;

namespace LocalAi.AgentApi.Agents;

/// <summary>
/// Checks arguments against the JSON schema of a tool, as far as models get it wrong: missing properties, wrong types, values outside an
/// enum. Numbers and booleans written as text are accepted, because functions convert them.
/// </summary>
internal static class ToolSchema
{
    private const int MaxDepth = 16;

    /// <summary>What does not fit, in words for the model; null when everything does.</summary>
    public static string? Mismatch(JsonElement schema, JsonElement arguments) => Mismatch(schema, arguments, "the arguments", 0);

    private static string? Mismatch(JsonElement schema, JsonElement value, string path, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return null;
        }

        if (schema.TryGetProperty("type", out var type) && Types(type) is { Count: > 0 } types && !types.Exists(name => Is(value, name)))
        {
            return $"{path} must be {string.Join(" or ", types)}";
        }

        if (schema.TryGetProperty("enum", out var allowed) && allowed.ValueKind == JsonValueKind.Array
            && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            return $"{path} must be one of {string.Join(", ", allowed.EnumerateArray().Select(one => one.GetRawText()))}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => Properties(schema, value, path, depth),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, index) => Mismatch(items, item, $"{path}[{index}]", depth + 1)).FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    private static string? Properties(JsonElement schema, JsonElement value, string path, int depth)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            // The schema may be another server's: what is no name is passed over.
            foreach (var name in required.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String))
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                {
                    return $"'{name.GetString()}' is missing in {path}";
                }
            }
        }

        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return properties.EnumerateObject()
            .Select(property => value.TryGetProperty(property.Name, out var inner)
                ? Mismatch(property.Value, inner, $"'{property.Name}'", depth + 1)
                : null)
            .FirstOrDefault(found => found is not null);
    }

    private static List<string> Types(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => [type.GetString()!],
        JsonValueKind.Array => [.. type.EnumerateArray().Select(one => one.ToString())],
        _ => [],
    };

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False || value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out _),
        "integer" => Number(value) is { } number && number == Math.Truncate(number),
        "number" => Number(value) is not null,
        _ => true,
    };

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}

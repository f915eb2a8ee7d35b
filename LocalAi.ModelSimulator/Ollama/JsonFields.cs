using System.Text.Json;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Reads a JSON object's fields and complains about wrong types in the words of Go's decoder, as Ollama does.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _element;
    private readonly string _type;

    /// <param name="element">An object; null counts as empty.</param>
    /// <param name="type">The name of Ollama's Go type, e.g. ChatRequest.</param>
    public JsonFields(JsonElement element, string type)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            throw OllamaException.BadRequest($"json: cannot unmarshal {Kind(element)} into Go value of type api.{type}");
        }

        _element = element;
        _type = type;
    }

    /// <summary>The field as it is; undefined when it is absent or null.</summary>
    public JsonElement this[string name] =>
        _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;

    public string Text(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => "",
        { ValueKind: JsonValueKind.String } value => Decode(value),
        var value => throw Mismatch(name, value, "string"),
    };

    public bool? Flag(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw Mismatch(name, value, "bool"),
    };

    public int? Integer(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        { ValueKind: JsonValueKind.Number } value => throw Mismatch(name, value, "int", $"number {value.GetRawText()}"),
        var value => throw Mismatch(name, value, "int"),
    };

    public double? Number(string name) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) => number,
        var value => throw Mismatch(name, value, "float64"),
    };

    /// <summary>The items of an array; none when it is absent.</summary>
    public IEnumerable<JsonElement> Items(string name, string itemType) => this[name] switch
    {
        { ValueKind: JsonValueKind.Undefined } => [],
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        var value => throw Mismatch(name, value, "[]" + itemType),
    };

    public JsonFields Object(string name, string type)
    {
        var value = this[name];
        return value.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? new(value.ValueKind == JsonValueKind.Undefined ? NullElement : value, type)
            : throw Mismatch(name, value, "api." + type);
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "bool",
    };

    public OllamaException Mismatch(string name, JsonElement value, string goType, string? kind = null) =>
        OllamaException.BadRequest($"json: cannot unmarshal {kind ?? Kind(value)} into Go struct field {_type}.{name} of type {goType}");

    private static JsonElement NullElement { get; } = JsonDocument.Parse("null").RootElement;

    // A lone surrogate (\ud800) is legal JSON and no text: .NET refuses it, and it must not become a 500.
    private static string Decode(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw OllamaException.BadRequest("invalid character in string: unpaired UTF-16 surrogate");
        }
    }
}

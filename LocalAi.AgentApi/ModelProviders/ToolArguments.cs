using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>Arguments and results of tools as compact JSON, readable for users and models alike.</summary>
internal static class ToolArguments
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToJson(IDictionary<string, object?>? arguments) =>
        arguments is null ? "{}" : JsonSerializer.Serialize(arguments, Compact.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>The properties of an object; of two with one name the last counts.</summary>
    /// <exception cref="InvalidOperationException">It is no object.</exception>
    public static Dictionary<string, object?> Of(JsonElement arguments)
    {
        var result = new Dictionary<string, object?>();
        foreach (var property in arguments.EnumerateObject())
        {
            result[property.Name] = property.Value.Clone();
        }

        return result;
    }

    public static JsonElement ToElement(IDictionary<string, object?>? arguments) => JsonElement.Parse(ToJson(arguments));

    /// <summary>A tool's result as a model gets it: text as it is, anything else as JSON.</summary>
    public static string ResultText(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        _ => JsonSerializer.Serialize(result, Compact.GetTypeInfo(result.GetType())),
    };
}

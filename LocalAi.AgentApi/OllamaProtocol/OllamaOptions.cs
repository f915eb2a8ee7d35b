using System.Text.Json;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders.Ollama;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OllamaProtocol;

/// <summary>
/// Turns what an Ollama request says about the answer into options for any model server. How the server runs a model (<c>num_gpu</c>,
/// <c>num_thread</c>, <c>keep_alive</c>, …) is the operator's affair and left out.
/// </summary>
internal static class OllamaOptions
{
    /// <summary>Sampling that only Ollama has; other servers do not get it.</summary>
    private static readonly HashSet<string> OllamasOwn =
        ["min_p", "typical_p", "repeat_penalty", "repeat_last_n", "mirostat", "mirostat_eta", "mirostat_tau"];

    /// <exception cref="InvalidRequestException">A value has the wrong type; it names the field.</exception>
    public static ChatOptions Of(OllamaClientWire.Asking request)
    {
        var options = new ChatOptions { ResponseFormat = request.Format is { } format ? Format(format) : null, AdditionalProperties = [] };
        if (request.Think is { ValueKind: not JsonValueKind.Null } think)
        {
            options.AdditionalProperties[OllamaRequests.Think] = think.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.String
                ? think
                : throw new InvalidRequestException("think", "'think' must be true, false, \"low\", \"medium\" or \"high\".");
        }

        var own = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in (request.Options ?? new Dictionary<string, JsonElement>()).Where(option => option.Value.ValueKind != JsonValueKind.Null))
        {
            switch (name)
            {
                case "temperature": options.Temperature = Number(name, value); break;
                case "top_p": options.TopP = Number(name, value); break;
                case "top_k": options.TopK = Whole(name, value); break;
                case "seed": options.Seed = Whole(name, value); break;
                case "frequency_penalty": options.FrequencyPenalty = Number(name, value); break;
                case "presence_penalty": options.PresencePenalty = Number(name, value); break;
                case "stop": options.StopSequences = Strings(name, value); break;
                // Below zero is Ollama's way to say that there is no limit.
                case "num_predict": options.MaxOutputTokens = Whole(name, value) is >= 0 and var tokens ? tokens : null; break;
                case "num_ctx": options.AdditionalProperties[OllamaRequests.ContextLength] = Whole(name, value); break;
                default:
                    if (OllamasOwn.Contains(name))
                    {
                        _ = Number(name, value);
                        own[name] = value;
                    }

                    break;
            }
        }

        if (own.Count > 0)
        {
            options.AdditionalProperties[OllamaRequests.OwnOptions] = own;
        }

        return options;
    }

    private static ChatResponseFormatJson? Format(JsonElement format) => format.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when format.ValueEquals("") => null,
        JsonValueKind.String when format.ValueEquals("json") => ChatResponseFormat.Json,
        JsonValueKind.Object => ChatResponseFormat.ForJsonSchema(format, "answer"),
        _ => throw new InvalidRequestException("format", "'format' must be \"json\" or a JSON schema."),
    };

    private static float Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetSingle() : throw Wrong(name, "a number");

    // Clients send 128.0 for 128.
    private static int Whole(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= int.MinValue and <= int.MaxValue and var number && number == Math.Truncate(number)
            ? (int)number
            : throw Wrong(name, "a whole number");

    private static List<string> Strings(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Wrong(name, "a string or an array of strings"),
    };

    private static InvalidRequestException Wrong(string name, string expected) => new($"options.{name}", $"'options.{name}' has the wrong type: expected {expected}.");
}

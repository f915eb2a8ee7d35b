using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>The parts that Ollama's requests have in common.</summary>
internal static class RequestReader
{
    private static readonly HashSet<string> WholeOptions = new(StringComparer.Ordinal)
    {
        "num_keep", "seed", "num_predict", "top_k", "repeat_last_n", "num_ctx", "num_batch", "num_gpu", "main_gpu", "num_thread",
    };

    private static readonly HashSet<string> DecimalOptions = new(StringComparer.Ordinal)
    {
        "top_p", "min_p", "typical_p", "temperature", "repeat_penalty", "presence_penalty", "frequency_penalty",
    };

    /// <summary>Null when the request does not say; below zero or very long for ever.</summary>
    public static TimeSpan? KeepAlive(JsonFields request)
    {
        var value = request["keep_alive"];
        TimeSpan duration;
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                return null;
            case JsonValueKind.Number when GoDuration.TryFromSeconds(value.GetDouble(), out duration):
                return duration;
            case JsonValueKind.String when GoDuration.TryParse(value.GetString()!, out duration):
                // Go's parser wants a unit; only 0 has none.
                return value.GetString() is { } text && char.IsDigit(text[^1]) && duration != TimeSpan.Zero
                    ? throw OllamaException.BadRequest($"time: missing unit in duration \"{text}\"")
                    : duration;
            case JsonValueKind.String:
                throw OllamaException.BadRequest($"time: invalid duration \"{value.GetString()}\"");
            default:
                throw OllamaException.BadRequest($"Unsupported type: '{JsonFields.Kind(value)}'");
        }
    }

    /// <exception cref="OllamaException">An option has the wrong type: Ollama answers these with 500.</exception>
    public static GenerationOptions Options(JsonFields request, SimulatedModel model)
    {
        var options = Defaults(model);
        var element = request["options"];
        return element.ValueKind switch
        {
            JsonValueKind.Undefined => options,
            JsonValueKind.Object => Options(element, options),
            _ => throw request.Mismatch("options", element, "map[string]interface {}"),
        };
    }

    /// <summary>The options that a created model brings along.</summary>
    public static GenerationOptions Defaults(SimulatedModel model) => model.Parameters.Count == 0
        ? new()
        : Options(
            JsonElement.Parse("{" + string.Join(',', model.Parameters.Select(parameter => $"{ChunkTemplate.Quote(parameter.Key)}:{parameter.Value}")) + "}"),
            new());

    /// <summary>Applies options to those that hold so far.</summary>
    public static GenerationOptions Options(JsonElement element, GenerationOptions options)
    {
        foreach (var option in element.EnumerateObject().Where(option => option.Value.ValueKind != JsonValueKind.Null))
        {
            if (WholeOptions.Contains(option.Name))
            {
                var number = option.Value.ValueKind == JsonValueKind.Number ? option.Value.GetDouble() : throw Wrong(option.Name, "type integer");
                var whole = (int)Math.Clamp(number, int.MinValue, int.MaxValue);
                options = option.Name switch
                {
                    "num_ctx" when whole > 0 => options with { NumCtx = whole },
                    "num_predict" => options with { NumPredict = whole },
                    _ => options,
                };
            }
            else if (DecimalOptions.Contains(option.Name) && option.Value.ValueKind != JsonValueKind.Number)
            {
                throw Wrong(option.Name, "type float32");
            }
            else if (option.Name == "use_mmap" && option.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                throw Wrong(option.Name, "type boolean");
            }
            else if (option.Name == "stop")
            {
                options = options with { Stop = Stop(option.Value) };
            }
        }

        return options;
    }

    /// <summary>Undefined, "json", or a schema.</summary>
    public static JsonElement Format(JsonFields request)
    {
        var format = request["format"];
        return format.ValueKind switch
        {
            JsonValueKind.Undefined => default,
            JsonValueKind.Object => format.Clone(),
            JsonValueKind.String when format.GetString() is "" => default,
            JsonValueKind.String when format.GetString() is "json" => format.Clone(),
            _ => throw new OllamaException(
                StatusCodes.Status500InternalServerError,
                $"invalid format: {ChunkTemplate.Quote(format.GetRawText())}; expected \"json\" or a valid JSON Schema object"),
        };
    }

    /// <summary>Whether the request wants a model to think.</summary>
    public static bool Think(JsonFields request)
    {
        var think = request["think"];
        return think.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.False => false,
            JsonValueKind.True => true,
            JsonValueKind.String when think.GetString() is "high" or "medium" or "low" => true,
            JsonValueKind.String => throw OllamaException.BadRequest(
                $"invalid think value: \"{think.GetString()}\" (must be \"high\", \"medium\", \"low\", true, or false)"),
            _ => throw OllamaException.BadRequest("think must be a boolean or string (\"high\", \"medium\", \"low\", true, or false)"),
        };
    }

    public static IReadOnlyList<ChatTurn> Messages(JsonFields request) =>
        [.. request.Items("messages", "api.Message").Select(item => Message(new JsonFields(item, "Message")))];

    public static IReadOnlyList<Tool> Tools(JsonFields request) =>
    [
        .. request.Items("tools", "api.Tool").Select(item =>
        {
            var function = new JsonFields(item, "Tool").Object("function", "ToolFunction");
            return new Tool(function.Text("name"), function.Text("description"), Copy(function["parameters"]));
        }),
    ];

    /// <summary>How many images there are; each must be base64.</summary>
    public static int Images(JsonFields request)
    {
        var count = 0;
        foreach (var image in request.Items("images", "api.ImageData"))
        {
            if (image.ValueKind != JsonValueKind.String)
            {
                throw request.Mismatch("images", image, "[]uint8");
            }

            if (!Base64.IsValid(Encoding.UTF8.GetBytes(image.GetString()!)))
            {
                throw OllamaException.BadRequest("illegal base64 data in images");
            }

            count++;
        }

        return count;
    }

    private static ChatTurn Message(JsonFields message) => new(message.Text("role").ToLower(CultureInfo.InvariantCulture), message.Text("content"))
    {
        ToolName = message.Text("tool_name") is { Length: > 0 } name ? name : null,
        Images = Images(message),
        ToolCalls =
        [
            .. message.Items("tool_calls", "api.ToolCall").Select(item =>
            {
                var call = new JsonFields(item, "ToolCall");
                var function = call.Object("function", "ToolCallFunction");
                var arguments = function["arguments"];
                return arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
                    ? new ToolCall(call.Text("id"), function.Text("name"), arguments.ValueKind == JsonValueKind.Undefined ? "{}" : arguments.GetRawText())
                    : throw function.Mismatch("arguments", arguments, "api.ToolCallFunctionArguments");
            }),
        ],
    };

    private static List<string> Stop(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("stop", "type array");
        }

        return [.. value.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong("stop", "an array of strings"))];
    }

    private static JsonElement Copy(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? default : element.Clone();

    private static OllamaException Wrong(string option, string expected) =>
        new(StatusCodes.Status500InternalServerError, $"option \"{option}\" must be of {expected}");
}

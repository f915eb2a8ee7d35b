using System.Text.Json;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>Checks a chat completion request and turns it into Microsoft.Extensions.AI's messages and options.</summary>
internal static class ChatCompletionRequests
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <exception cref="InvalidRequestException">Something is missing or not allowed; it names the field.</exception>
    public static List<ChatMessage> Messages(OpenAiWire.ChatCompletionRequest request)
    {
        if (request.Messages is not { Count: > 0 } messages)
        {
            throw new InvalidRequestException("messages", "'messages' must have at least one message.");
        }

        return [.. messages.Select((message, index) => Message(message, $"messages[{index}]"))];
    }

    /// <exception cref="InvalidRequestException">A value is out of its range or not supported; it names the field.</exception>
    public static ChatOptions Options(OpenAiWire.ChatCompletionRequest request)
    {
        Within(request.Temperature, 0, 2, "temperature");
        Within(request.TopP, 0, 1, "top_p");
        Within(request.FrequencyPenalty, -2, 2, "frequency_penalty");
        Within(request.PresencePenalty, -2, 2, "presence_penalty");
        Within(request.MaxTokens, 1, int.MaxValue, "max_tokens");
        Within(request.MaxCompletionTokens, 1, int.MaxValue, "max_completion_tokens");
        if (request.N is { } n and not 1)
        {
            throw new InvalidRequestException("n", $"'n' is {n}; only 1 is supported: local models answer one request once.");
        }

        return new ChatOptions
        {
            Temperature = request.Temperature,
            TopP = request.TopP,
            MaxOutputTokens = request.MaxCompletionTokens ?? request.MaxTokens,
            StopSequences = request.Stop is { Count: > 0 } stop ? [.. stop] : null,
            Seed = request.Seed,
            FrequencyPenalty = request.FrequencyPenalty,
            PresencePenalty = request.PresencePenalty,
            Tools = request.Tools is { Count: > 0 } tools ? [.. tools.Select(Tool)] : null,
            ToolMode = request.ToolChoice is { } choice ? ToolMode(choice, request.Tools ?? []) : null,
            ResponseFormat = request.ResponseFormat is { } format ? Format(format) : null,
        };
    }

    private static ChatMessage Message(OpenAiWire.RequestMessage? sent, string field)
    {
        var message = sent ?? throw new InvalidRequestException(field, $"'{field}' must be an object.");
        var role = message.Role switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "tool" => ChatRole.Tool,
            _ => throw new InvalidRequestException(
                $"{field}.role", $"'{field}.role' must be one of system, developer, user, assistant, tool."),
        };
        if (role == ChatRole.Tool)
        {
            var id = message.ToolCallId ?? throw new InvalidRequestException($"{field}.tool_call_id", $"'{field}.tool_call_id' is missing.");
            return new ChatMessage(role, [new FunctionResultContent(id, Text(message))]);
        }

        var contents = (message.Content ?? []).Select((part, index) => Part(part, $"{field}.content[{index}]")).ToList();
        contents.AddRange((message.ToolCalls ?? []).Select((call, index) => Call(call, $"{field}.tool_calls[{index}]")));
        if (role == ChatRole.User && contents.All(content => content is TextContent text && string.IsNullOrWhiteSpace(text.Text)))
        {
            throw new InvalidRequestException($"{field}.content", $"'{field}.content' is empty: a user's message needs text or an image.");
        }

        return new ChatMessage(role, contents);
    }

    private static string Text(OpenAiWire.RequestMessage message) => string.Concat((message.Content ?? []).Select(part => part.Text));

    private static AIContent Part(OpenAiWire.ContentPart part, string field) => part switch
    {
        { Type: "text", Text: { } text } => new TextContent(text),
        { Type: "image_url", ImageUrl.Url: { } url } when url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) => Image(url, field),
        { Type: "image_url" } => throw new InvalidRequestException(
            $"{field}.image_url.url", $"'{field}.image_url.url' must be a data:image/… URL: the agent fetches nothing from the network."),
        _ => throw new InvalidRequestException($"{field}.type", $"'{field}.type' must be text or image_url, with the field of that name."),
    };

    private static DataContent Image(string url, string field)
    {
        try
        {
            return new DataContent(url);
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            throw new InvalidRequestException($"{field}.image_url.url", $"'{field}.image_url.url' is not a valid data URL.");
        }
    }

    private static FunctionCallContent Call(OpenAiWire.ToolCall call, string field)
    {
        if (call is not { Id: { } id, Function: { Name: { } name } function })
        {
            throw new InvalidRequestException(field, $"'{field}' must have id, function.name and function.arguments.");
        }

        try
        {
            return new FunctionCallContent(
                id, name, ToolArguments.Of(JsonElement.Parse(string.IsNullOrWhiteSpace(function.Arguments) ? "{}" : function.Arguments)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidRequestException($"{field}.function.arguments", $"'{field}.function.arguments' must be a JSON object as a string.");
        }
    }

    private static AIFunctionDeclaration Tool(OpenAiWire.RequestTool tool, int index) =>
        tool is { Type: "function", Function: { Name: { Length: > 0 } name } function }
            ? AIFunctionFactory.CreateDeclaration(name, function.Description, function.Parameters ?? NoParameters)
            : throw new InvalidRequestException($"tools[{index}]", $"'tools[{index}]' must have type 'function' and function.name.");

    private static ChatToolMode ToolMode(JsonElement choice, IReadOnlyList<OpenAiWire.RequestTool> tools)
    {
        if (choice.ValueKind == JsonValueKind.String)
        {
            switch (choice.GetString())
            {
                case "none": return ChatToolMode.None;
                case "auto": return ChatToolMode.Auto;
                case "required": return tools.Count > 0
                    ? ChatToolMode.RequireAny
                    : throw new InvalidRequestException("tool_choice", "'tool_choice' is required, and 'tools' has none.");
            }
        }
        else if (choice.ValueKind == JsonValueKind.Object
            && choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            return tools.Any(tool => name.ValueEquals(tool.Function?.Name))
                ? ChatToolMode.RequireSpecific(name.GetString()!)
                : throw new InvalidRequestException("tool_choice", $"'tool_choice' names '{name.GetString()}', which is not one of 'tools'.");
        }

        throw new InvalidRequestException("tool_choice", "'tool_choice' must be none, auto, required or {\"type\":\"function\",\"function\":{\"name\":…}}.");
    }

    private static ChatResponseFormat Format(OpenAiWire.ResponseFormat format) => format switch
    {
        { Type: "text" } => ChatResponseFormat.Text,
        { Type: "json_object" } => ChatResponseFormat.Json,
        { Type: "json_schema", JsonSchema: { Schema: { } schema } json } => ChatResponseFormat.ForJsonSchema(schema, json.Name, json.Description),
        { Type: "json_schema" } => throw new InvalidRequestException("response_format.json_schema.schema", "'response_format.json_schema.schema' is missing."),
        _ => throw new InvalidRequestException("response_format.type", "'response_format.type' must be text, json_object or json_schema."),
    };

    private static void Within(double? value, double low, double high, string field)
    {
        if (value is { } given && !(given >= low && given <= high))
        {
            throw new InvalidRequestException(field, high == int.MaxValue
                ? $"'{field}' is {given}; it must be at least {low}."
                : $"'{field}' is {given}; it must be between {low} and {high}.");
        }
    }
}

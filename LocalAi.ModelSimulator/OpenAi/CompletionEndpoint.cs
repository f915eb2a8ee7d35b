using System.Globalization;
using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Ollama;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.OpenAi;

/// <summary><c>/v1/chat/completions</c>.</summary>
internal static class CompletionEndpoint
{
    public static async Task CompleteAsync(HttpContext context)
    {
        var started = Pacer.Now;
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "ChatCompletionRequest");
        var name = request.Text("model");
        var messages = MessageReader.Read(request);
        if (messages.Count == 0)
        {
            throw OllamaException.BadRequest("[] is too short - 'messages'");
        }

        var tools = RequestReader.Tools(request);
        var stream = request.Flag("stream") ?? false;
        var includeUsage = request.Object("stream_options", "StreamOptions").Flag("include_usage") ?? false;

        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(), name, OllamaException.BadRequest("model is required"), ModelLookup.NotFound);
        ModelLookup.RequireThinking(model, name, request.Text("reasoning_effort") is "low" or "medium" or "high");
        ModelLookup.Require(model, name, "chat", tools.Count > 0 ? ["tools"] : []);
        var options = Options(request, RequestReader.Defaults(model));
        ModelLookup.RequireVision(model, messages.Sum(message => message.Images));

        var id = string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{Random.Shared.Next(1000)}");
        var generation = new GenerationRequest
        {
            Started = started,
            Model = model,
            Turns = messages,
            Tools = tools,
            ToolDemand = Demand(request),
            Format = Format(request),
            Options = options,
        };
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var generator = context.RequestServices.GetRequiredService<Generator>();
        if (stream)
        {
            await generator.RunAsync(generation, new CompletionWriter(context.Response, time, id, name, includeUsage), context.RequestAborted);
        }
        else
        {
            var answer = await generator.RunAsync(generation, null, context.RequestAborted);
            await OllamaResults.JsonAsync(context, CompletionWriter.Completion(id, name, time.GetUtcNow(), answer), OpenAiJson.Wire.OpenAiCompletion);
        }
    }

    private static GenerationOptions Options(JsonFields request, GenerationOptions options)
    {
        _ = request.Number("temperature");
        _ = request.Number("top_p");
        _ = request.Number("frequency_penalty");
        _ = request.Number("presence_penalty");
        _ = request.Integer("seed");
        var stop = request["stop"];
        return options with
        {
            NumPredict = request.Integer("max_completion_tokens") ?? request.Integer("max_tokens") ?? options.NumPredict,
            Stop = stop.ValueKind switch
            {
                JsonValueKind.String => [stop.GetString()!],
                JsonValueKind.Array => [.. stop.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
                _ => options.Stop,
            },
        };
    }

    // Ollama ignores tool_choice; a client that demands a tool is answered as by OpenAI.
    private static ToolDemand Demand(JsonFields request)
    {
        var choice = request["tool_choice"];
        return choice.ValueKind switch
        {
            JsonValueKind.String when choice.GetString() is "none" => new(IsNone: true),
            JsonValueKind.String when choice.GetString() is "required" => new(IsRequired: true),
            JsonValueKind.Object => new(IsRequired: true, Name: request.Object("tool_choice", "ToolChoice").Object("function", "Function").Text("name")),
            _ => ToolDemand.Auto,
        };
    }

    private static JsonElement Format(JsonFields request)
    {
        var format = request.Object("response_format", "ResponseFormat");
        return format.Text("type") switch
        {
            "json_object" => JsonElement.Parse("\"json\""),
            "json_schema" => format.Object("json_schema", "JsonSchema")["schema"] is { ValueKind: JsonValueKind.Object } schema ? schema.Clone() : default,
            _ => default,
        };
    }
}

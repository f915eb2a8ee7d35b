using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary><c>/api/chat</c>.</summary>
internal static class ChatEndpoint
{
    public static async Task ChatAsync(HttpContext context)
    {
        var started = Pacer.Now;
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "ChatRequest");
        var name = request.Text("model");
        var messages = RequestReader.Messages(request);
        var tools = RequestReader.Tools(request);
        var keepAlive = RequestReader.KeepAlive(request);
        var stream = request.Flag("stream") ?? true;
        var think = RequestReader.Think(request);

        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(), name, OllamaException.BadRequest("model is required"), ModelLookup.NotFound);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var scheduler = context.RequestServices.GetRequiredService<ModelScheduler>();
        if (messages.Count == 0 && keepAlive == TimeSpan.Zero)
        {
            scheduler.Unload(model);
            await WriteAsync(context, Empty(time, name, "unload"));
            return;
        }

        ModelLookup.RequireThinking(model, name, think);
        ModelLookup.Require(model, name, "chat", tools.Count > 0 ? ["tools"] : []);
        var options = RequestReader.Options(request, model);
        if (messages.Count == 0)
        {
            using var lease = await scheduler.AcquireAsync(model, options.NumCtx, keepAlive, context.RequestAborted);
            await WriteAsync(context, Empty(time, name, "load"));
            return;
        }

        ModelLookup.RequireVision(model, messages.Sum(message => message.Images));
        var generator = context.RequestServices.GetRequiredService<Generator>();
        var generation = new GenerationRequest
        {
            Started = started,
            Model = model,
            Turns = messages,
            Tools = tools,
            Format = RequestReader.Format(request),
            Options = options,
            KeepAlive = keepAlive,
        };
        if (stream)
        {
            await generator.RunAsync(generation, new ChatWriter(context.Response, time, name), context.RequestAborted);
        }
        else
        {
            var answer = await generator.RunAsync(generation, null, context.RequestAborted);
            await WriteAsync(context, ChatWriter.Done(name, time.GetUtcNow().UtcDateTime, answer, answer.Text, ChatWriter.ToolCalls(answer.ToolCalls)));
        }
    }

    private static ChatResponse Empty(TimeProvider time, string name, string reason) =>
        new(name, time.GetUtcNow().UtcDateTime, new MessageResponse("assistant", ""), Done: true) { DoneReason = reason };

    private static Task WriteAsync(HttpContext context, ChatResponse response) =>
        OllamaResults.JsonAsync(context, response, OllamaJson.Wire.ChatResponse);
}

using System.Text;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary><c>/api/generate</c>.</summary>
internal static class GenerateEndpoint
{
    public static async Task GenerateAsync(HttpContext context)
    {
        var started = Pacer.Now;
        using var body = await ModelEndpoints.ReadAsync(context);
        var request = new JsonFields(body.RootElement, "GenerateRequest");
        var name = request.Text("model");
        var prompt = request.Text("prompt");
        var keepAlive = RequestReader.KeepAlive(request);
        var raw = request.Flag("raw") ?? false;
        var stream = request.Flag("stream") ?? true;
        var think = RequestReader.Think(request);
        var images = RequestReader.Images(request);
        var (system, template, suffix) = (request.Text("system"), request.Text("template"), request.Text("suffix"));
        var memory = Memory(request);

        var model = ModelLookup.Find(
            context.RequestServices.GetRequiredService<ModelLibrary>(),
            name,
            new OllamaException(StatusCodes.Status404NotFound, ModelLookup.NotFound(name)),
            ModelLookup.NotFound);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var scheduler = context.RequestServices.GetRequiredService<ModelScheduler>();
        if (prompt.Length == 0 && keepAlive == TimeSpan.Zero)
        {
            scheduler.Unload(model);
            await WriteAsync(context, Empty(time, name, "unload"));
            return;
        }

        if (raw && (template.Length > 0 || system.Length > 0 || memory.Length > 0))
        {
            throw OllamaException.BadRequest("raw mode does not support template, system, or context");
        }

        ModelLookup.RequireThinking(model, name, think);
        ModelLookup.Require(model, name, "generate", suffix.Length > 0 ? ["insert"] : []);
        var options = RequestReader.Options(request, model);
        if (prompt.Length == 0)
        {
            using var lease = await scheduler.AcquireAsync(model, options.NumCtx, keepAlive, context.RequestAborted);
            await WriteAsync(context, Empty(time, name, "load"));
            return;
        }

        ModelLookup.RequireVision(model, images);
        var generator = context.RequestServices.GetRequiredService<Generator>();
        var generation = new GenerationRequest
        {
            Started = started,
            Model = model,
            Turns = Turns(system, memory, prompt, images),
            Format = RequestReader.Format(request),
            Options = options,
            KeepAlive = keepAlive,
        };
        var spoken = raw ? null : memory + prompt + "\n";
        if (stream)
        {
            await generator.RunAsync(generation, new GenerateWriter(context.Response, time, name, spoken), context.RequestAborted);
        }
        else
        {
            var answer = await generator.RunAsync(generation, null, context.RequestAborted);
            await WriteAsync(context, GenerateWriter.Done(name, time.GetUtcNow().UtcDateTime, answer, answer.Text, spoken));
        }
    }

    private static List<ChatTurn> Turns(string system, string memory, string prompt, int images)
    {
        var turns = new List<ChatTurn>();
        if (system.Length > 0)
        {
            turns.Add(new("system", system));
        }

        if (memory.Length > 0)
        {
            turns.Add(new("user", memory));
        }

        turns.Add(new("user", prompt) { Images = images });
        return turns;
    }

    /// <summary>The text behind <c>context</c>: a token of the simulator's is a Unicode code point.</summary>
    private static string Memory(JsonFields request)
    {
        var text = new StringBuilder();
        foreach (var token in request.Items("context", "int"))
        {
            if (!token.TryGetInt32(out var value))
            {
                throw request.Mismatch("context", token, "int");
            }

            text.Append(Rune.IsValid(value) ? new Rune(value).ToString() : "");
        }

        return text.ToString();
    }

    private static GenerateResponse Empty(TimeProvider time, string name, string reason) =>
        new(name, time.GetUtcNow().UtcDateTime, "", Done: true) { DoneReason = reason };

    private static Task WriteAsync(HttpContext context, GenerateResponse response) =>
        OllamaResults.JsonAsync(context, response, OllamaJson.Wire.GenerateResponse);
}

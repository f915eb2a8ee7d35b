using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Streams <c>/api/chat</c> as lines of JSON.</summary>
internal sealed class ChatWriter(HttpResponse response, TimeProvider time, string model) : AnswerWriter(response, time)
{
    private readonly ChunkTemplate _chunk = new(
        $$"""{"model":{{ChunkTemplate.Quote(model)}},"created_at":" """.TrimEnd(),
        "\",\"message\":{\"role\":\"assistant\",\"content\":\"",
        "\"},\"done\":false}\n");

    protected override string ContentType => "application/x-ndjson";

    public override void WriteToken(ReadOnlySpan<char> text) => _chunk.Write(Output, text, UtcNow);

    public override void WriteToolCalls(IReadOnlyList<ToolCall> calls) =>
        WriteLine(new ChatResponse(model, UtcNow, new MessageResponse("assistant", "") { ToolCalls = ToolCalls(calls) }, Done: false));

    public override void WriteDone(Generation generation) => WriteLine(Done(model, UtcNow, generation, "", null));

    /// <summary>The last line of a stream, or the only answer without one.</summary>
    public static ChatResponse Done(string model, DateTime utcNow, Generation generation, string text, IReadOnlyList<ToolCallResponse>? calls) =>
        new(model, utcNow, new MessageResponse("assistant", text) { ToolCalls = calls }, Done: true)
        {
            DoneReason = generation.DoneReason,
            TotalDuration = OllamaResults.Nanoseconds(generation.Total),
            LoadDuration = OllamaResults.Nanoseconds(generation.Load),
            PromptEvalCount = generation.PromptTokens,
            PromptEvalDuration = OllamaResults.Nanoseconds(generation.Prefill),
            EvalCount = generation.AnswerTokens,
            EvalDuration = OllamaResults.Nanoseconds(generation.Decode),
        };

    /// <summary>Null when there are none: then the field is left out.</summary>
    public static IReadOnlyList<ToolCallResponse>? ToolCalls(IReadOnlyList<ToolCall> calls) => calls.Count == 0
        ? null
        : [.. calls.Select((call, index) =>
            new ToolCallResponse(call.Id, new ToolCallFunctionResponse(index, call.Name, OllamaResults.Parse(call.Arguments))))];

    private void WriteLine(ChatResponse line)
    {
        using (var json = new Utf8JsonWriter(Output, new JsonWriterOptions { Encoder = ChunkTemplate.Encoder }))
        {
            JsonSerializer.Serialize(json, line, OllamaJson.Wire.ChatResponse);
        }

        Output.GetSpan(1)[0] = (byte)'\n';
        Output.Advance(1);
    }
}

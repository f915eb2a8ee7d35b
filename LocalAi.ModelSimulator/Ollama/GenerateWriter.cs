using System.Text.Json;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.Ollama;

/// <summary>Streams <c>/api/generate</c> as lines of JSON.</summary>
/// <param name="response">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="model">As the request named it.</param>
/// <param name="spoken">What was said before the answer, which <c>context</c> gives back; null in raw mode, which has none.</param>
internal sealed class GenerateWriter(HttpResponse response, TimeProvider time, string model, string? spoken) : AnswerWriter(response, time)
{
    private readonly ChunkTemplate _chunk = new(
        $$"""{"model":{{ChunkTemplate.Quote(model)}},"created_at":" """.TrimEnd(), "\",\"response\":\"", "\",\"done\":false}\n");

    protected override string ContentType => "application/x-ndjson";

    public override void WriteToken(ReadOnlySpan<char> text) => _chunk.Write(Output, text, UtcNow);

    public override void WriteToolCalls(IReadOnlyList<ToolCall> calls) =>
        throw new InvalidOperationException("/api/generate offers no tools, so none can be asked for.");

    public override void WriteDone(Generation generation)
    {
        using (var json = new Utf8JsonWriter(Output, new JsonWriterOptions { Encoder = ChunkTemplate.Encoder }))
        {
            JsonSerializer.Serialize(json, Done(model, UtcNow, generation, "", spoken), OllamaJson.Wire.GenerateResponse);
        }

        Output.GetSpan(1)[0] = (byte)'\n';
        Output.Advance(1);
    }

    /// <summary>The last line of a stream, or the only answer without one.</summary>
    public static GenerateResponse Done(string model, DateTime utcNow, Generation generation, string text, string? spoken) =>
        new(model, utcNow, text, Done: true)
        {
            DoneReason = generation.DoneReason,
            Context = spoken is null ? null : [.. (spoken + generation.Text + "\n").EnumerateRunes().Select(rune => rune.Value)],
            TotalDuration = OllamaResults.Nanoseconds(generation.Total),
            LoadDuration = OllamaResults.Nanoseconds(generation.Load),
            PromptEvalCount = generation.PromptTokens,
            PromptEvalDuration = OllamaResults.Nanoseconds(generation.Prefill),
            EvalCount = generation.AnswerTokens,
            EvalDuration = OllamaResults.Nanoseconds(generation.Decode),
        };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LocalAi.ModelSimulator.Answers;
using LocalAi.ModelSimulator.Runtime;

namespace LocalAi.ModelSimulator.OpenAi;

/// <summary>Streams <c>/v1/chat/completions</c> as server-sent events.</summary>
internal sealed class CompletionWriter(HttpResponse response, TimeProvider time, string id, string model, bool includeUsage)
    : AnswerWriter(response, time)
{
    private const string Fingerprint = "fp_ollama";

    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();
    private readonly ChunkTemplate _chunk = new(
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""data: {"id":"{{id}}","object":"chat.completion.chunk","created":{{time.GetUtcNow().ToUnixTimeSeconds()}},"model":{{ChunkTemplate.Quote(model)}},"system_fingerprint":"{{Fingerprint}}","choices":[{"index":0,"delta":{"role":"assistant","content":" """).TrimEnd(),
        null,
        "\"},\"finish_reason\":null}]}\n\n");

    private bool _hasCalledTools;

    protected override string ContentType => "text/event-stream";

    public override void WriteToken(ReadOnlySpan<char> text) => _chunk.Write(Output, text, UtcNow);

    public override void WriteToolCalls(IReadOnlyList<ToolCall> calls)
    {
        _hasCalledTools = true;
        WriteEvent(Chunk([new(0, new OpenAiMessage("assistant", "") { ToolCalls = ToolCalls(calls) }, null)]), OpenAiJson.Wire.OpenAiChunk);
    }

    public override void WriteDone(Generation generation)
    {
        var reason = _hasCalledTools ? "tool_calls" : generation.DoneReason;
        WriteEvent(Chunk([new(0, new OpenAiMessage("assistant", ""), reason)]), OpenAiJson.Wire.OpenAiChunk);
        if (includeUsage)
        {
            WriteEvent(Chunk([]) with { Usage = Usage(generation) }, OpenAiJson.Wire.OpenAiChunk);
        }

        Write("data: [DONE]\n\n"u8);
    }

    public static OpenAiCompletion Completion(string id, string model, DateTimeOffset now, Generation generation)
    {
        var calls = generation.ToolCalls.Count > 0 ? ToolCalls(generation.ToolCalls) : null;
        return new(
            id,
            "chat.completion",
            now.ToUnixTimeSeconds(),
            model,
            Fingerprint,
            [new(0, new OpenAiMessage("assistant", generation.Text) { ToolCalls = calls }, calls is null ? generation.DoneReason : "tool_calls")],
            Usage(generation));
    }

    private static List<OpenAiToolCall> ToolCalls(IReadOnlyList<ToolCall> calls) =>
        [.. calls.Select((call, index) => new OpenAiToolCall(call.Id, index, "function", new OpenAiFunction(call.Name, call.Arguments)))];

    private static OpenAiUsage Usage(Generation generation) =>
        new(generation.PromptTokens, generation.AnswerTokens, generation.PromptTokens + generation.AnswerTokens);

    private OpenAiChunk Chunk(IReadOnlyList<OpenAiChunkChoice> choices) => new(id, "chat.completion.chunk", _created, model, Fingerprint, choices);

    private void WriteEvent<T>(T value, JsonTypeInfo<T> type)
    {
        Write("data: "u8);
        using (var json = new Utf8JsonWriter(Output, new JsonWriterOptions { Encoder = ChunkTemplate.Encoder }))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        Write("\n\n"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Output.GetSpan(bytes.Length));
        Output.Advance(bytes.Length);
    }
}

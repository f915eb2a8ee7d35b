using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalAi.AgentApi.ClientAnswers;
using LocalAi.AgentApi.Errors;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>
/// Writes updates as chat completion chunks. The hot path of the agent: a text token costs two copies of prepared bytes and one escaped
/// string. After a failure the stream ends with an error event and without <c>[DONE]</c>.
/// </summary>
internal sealed class ChatCompletionStream : AnswerStream, IDisposable
{
    private static readonly byte[] Suffix = "},\"finish_reason\":null}]}\n\n"u8.ToArray();

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly AnswerHead _head;
    private readonly bool _includeUsage;
    private readonly Utf8JsonWriter _json;
    private byte[]? _prefix;

    public ChatCompletionStream(HttpContext context, AnswerHead head, bool includeUsage)
        : base(context, "text/event-stream")
    {
        _head = head;
        _includeUsage = includeUsage;
        _json = new Utf8JsonWriter(Body, WriterOptions);
    }

    private byte[] Prefix => _prefix ??= Encoding.UTF8.GetBytes(
        $"data: {{\"id\":\"{_head.Id}\",\"object\":\"chat.completion.chunk\",\"created\":{_head.Created},\"model\":{JsonSerializer.Serialize(_head.Model, OpenAiJson.Answers.String)},"
        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":");

    public void Dispose() => _json.Dispose();

    protected override void WriteStart() => WriteChunk(new("assistant", "", null, null), finish: null);

    protected override void WriteText(string text)
    {
        Body.Write(Prefix);
        _json.Reset();
        _json.WriteStringValue(text);
        _json.Flush();
        Body.Write(Suffix);
    }

    protected override void WriteReasoning(string text) => WriteChunk(new(null, null, text, null), finish: null);

    protected override void WriteCall(FunctionCallContent call, int index) =>
        WriteChunk(new(null, null, null, [ChatCompletionAnswer.ToolCall(call, index)]), finish: null);

    protected override void WriteEnd(AnswerEnd end, int calls)
    {
        WriteChunk(new(null, null, null, null), ChatCompletionAnswer.FinishReason(end.Finish, calls));
        if (_includeUsage)
        {
            WriteEvent(new(_head.Id, "chat.completion.chunk", _head.Created, _head.Model, [], ChatCompletionAnswer.Usage(end.Usage)));
        }

        Body.Write("data: [DONE]\n\n"u8);
    }

    protected override void WriteFailure(Failure failure)
    {
        Body.Write("data: "u8);
        Body.Write(JsonSerializer.SerializeToUtf8Bytes(failure.ToOpenAi(), OpenAiJson.Answers.ErrorBody));
        Body.Write("\n\n"u8);
    }

    private void WriteChunk(OpenAiWire.Delta delta, string? finish) =>
        WriteEvent(new(_head.Id, "chat.completion.chunk", _head.Created, _head.Model, [new(0, delta, finish)], Usage: null));

    private void WriteEvent(OpenAiWire.Chunk chunk)
    {
        Body.Write("data: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, chunk, OpenAiJson.Answers.Chunk);
        Body.Write("\n\n"u8);
    }
}

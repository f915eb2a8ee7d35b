using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.OpenAiProtocol;

/// <summary>
/// Writes updates as chat completion chunks. The hot path of the agent: a text token costs two copies of prepared bytes and one escaped
/// string, and the response is flushed when the next token is not there yet, so a paced model is flushed per token and a fast one in batches.
/// </summary>
internal sealed class ChatCompletionStream(HttpContext context, AnswerHead head, bool includeUsage)
{
    private const int FlushBytes = 8 * 1024;
    private static readonly byte[] Suffix = "},\"finish_reason\":null}]}\n\n"u8.ToArray();

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private byte[]? _prefix;

    private byte[] Prefix => _prefix ??= Encoding.UTF8.GetBytes(
        $"data: {{\"id\":\"{head.Id}\",\"object\":\"chat.completion.chunk\",\"created\":{head.Created},\"model\":{JsonSerializer.Serialize(head.Model, OpenAiJson.Answers.String)},"
        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":");

    private int _calls;
    private UsageDetails? _usage;
    private ChatFinishReason? _finish;

    /// <summary>
    /// Writes the whole answer. A failure before the first update is thrown, so that the caller still gets a status; a later one becomes
    /// an error event, after which the stream ends without <c>[DONE]</c>.
    /// </summary>
    public async Task WriteAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        await using var source = updates.GetAsyncEnumerator(context.RequestAborted);
        if (!await source.MoveNextAsync())
        {
            throw new InvalidOperationException("A chat client ended without an update.");
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        using var json = new Utf8JsonWriter(_body, WriterOptions);
        WriteChunk(json, new("assistant", "", null, null), finish: null);
        try
        {
            await CopyAsync(source, json);
            WriteChunk(json, new(null, null, null, null), ChatCompletionAnswer.FinishReason(_finish, _calls));
            if (includeUsage)
            {
                WriteEvent(json, new(head.Id, "chat.completion.chunk", head.Created, head.Model, [], ChatCompletionAnswer.Usage(_usage)));
            }

            _body.Write("data: [DONE]\n\n"u8);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && Failure.From(exception) is { } failure)
        {
            _body.Write("data: "u8);
            _body.Write(JsonSerializer.SerializeToUtf8Bytes(failure.ToOpenAi(), OpenAiJson.Answers.ErrorBody));
            _body.Write("\n\n"u8);
        }

        await _body.FlushAsync(CancellationToken.None);
    }

    private async Task CopyAsync(IAsyncEnumerator<ChatResponseUpdate> source, Utf8JsonWriter json)
    {
        while (true)
        {
            Write(json, source.Current);
            var next = source.MoveNextAsync();
            if (!next.IsCompleted || _body.UnflushedBytes >= FlushBytes)
            {
                // Without the request's token: a caller that left completes the flush, and the pending read ends by its own token.
                await _body.FlushAsync(CancellationToken.None);
            }

            if (!await next)
            {
                return;
            }
        }
    }

    private void Write(Utf8JsonWriter json, ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    WriteText(json, text.Text);
                    break;
                case TextReasoningContent reasoning:
                    WriteChunk(json, new(null, null, reasoning.Text, null), finish: null);
                    break;
                case FunctionCallContent call:
                    WriteChunk(json, new(null, null, null, [ChatCompletionAnswer.ToolCall(call, _calls++)]), finish: null);
                    break;
                case UsageContent usage:
                    _usage = usage.Details;
                    break;
            }
        }
    }

    private void WriteText(Utf8JsonWriter json, string text)
    {
        _body.Write(Prefix);
        json.Reset();
        json.WriteStringValue(text);
        json.Flush();
        _body.Write(Suffix);
    }

    private void WriteChunk(Utf8JsonWriter json, OpenAiWire.Delta delta, string? finish) =>
        WriteEvent(json, new(head.Id, "chat.completion.chunk", head.Created, head.Model, [new(0, delta, finish)], Usage: null));

    private void WriteEvent(Utf8JsonWriter json, OpenAiWire.Chunk chunk)
    {
        _body.Write("data: "u8);
        json.Reset();
        JsonSerializer.Serialize(json, chunk, OpenAiJson.Answers.Chunk);
        _body.Write("\n\n"u8);
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>
/// Ollama's native <c>/api/chat</c>, always streamed, so that its timings come back, time-outs hold between tokens and cancelling ends the
/// generation at once. OllamaSharp is not used here: it awaits the next token without the cancellation token.
/// </summary>
internal sealed class OllamaChatClient(HttpClient http, Uri endpoint, ModelTimeouts timeouts) : IChatClient
{
    private const double SecondsPerNanosecond = 1e-9;

    private readonly ChatClientMetadata _metadata = new(OllamaServer.ProviderName, endpoint);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = OllamaRequests.Chat(messages, options);
        using var call = new ModelCall(endpoint, cancellationToken);
        using var response = await SendAsync(request, call);
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(call.Token), new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        var responseId = $"chatcmpl-{Guid.CreateVersion7():N}";
        var answered = false;
        var calls = 0;
        while (true)
        {
            var read = await ReadAsync(reader, call, answered);
            var buffer = read.Buffer;
            while (TryReadLine(ref buffer, read.IsCompleted, out var line))
            {
                var chunk = Parse(line);
                answered = true;
                var update = Update(chunk, ref calls);
                update.ModelId = request.Model;
                update.ResponseId = responseId;
                update.MessageId = responseId;
                yield return update;
                if (chunk.Done)
                {
                    await reader.CompleteAsync();
                    yield break;
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                throw ModelServerException.Broken(endpoint, inner: null);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The HttpClient belongs to the endpoint, which outlives every client made of it.
    }

    private async Task<HttpResponseMessage> SendAsync(OllamaWire.ChatRequest request, ModelCall call)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "api/chat")
        {
            Content = OllamaServer.Json(request, OllamaJson.Default.ChatRequest),
        };
        return await call.RunAsync(
            token => OllamaServer.SendAsync(http, endpoint, message, token),
            timeouts.FirstToken);
    }

    private ValueTask<ReadResult> ReadAsync(PipeReader reader, ModelCall call, bool answered) =>
        reader.TryRead(out var buffered)
            ? ValueTask.FromResult(buffered)
            : new(call.RunAsync(
                token => reader.ReadAsync(token).AsTask(),
                answered ? timeouts.Token : timeouts.FirstToken));

    private OllamaWire.ChatChunk Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            var chunk = JsonSerializer.Deserialize(ref json, OllamaJson.Default.ChatChunk)!;
            return chunk.Error is { } error ? throw ModelServerException.Refused(endpoint, StatusCodes.Status502BadGateway, error) : chunk;
        }
        catch (JsonException exception)
        {
            throw ModelServerException.Broken(endpoint, exception);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (!line.IsEmpty)
            {
                return true;
            }
        }

        line = buffer;
        if (last)
        {
            buffer = buffer.Slice(buffer.End);
        }

        return last && !line.IsEmpty;
    }

    private static ChatResponseUpdate Update(OllamaWire.ChatChunk chunk, ref int calls)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant };
        if (chunk.Message is { } message)
        {
            if (!string.IsNullOrEmpty(message.Thinking))
            {
                update.Contents.Add(new TextReasoningContent(message.Thinking));
            }

            if (!string.IsNullOrEmpty(message.Content))
            {
                update.Contents.Add(new TextContent(message.Content));
            }

            foreach (var call in message.ToolCalls ?? [])
            {
                calls++;
                update.Contents.Add(Call(call.Function));
            }
        }

        if (chunk.Done)
        {
            update.FinishReason = calls > 0 ? ChatFinishReason.ToolCalls
                : chunk.DoneReason == "length" ? ChatFinishReason.Length
                : ChatFinishReason.Stop;
            update.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = chunk.PromptEvalCount ?? 0,
                OutputTokenCount = chunk.EvalCount ?? 0,
                TotalTokenCount = (chunk.PromptEvalCount ?? 0) + (chunk.EvalCount ?? 0),
            }));
            update.AdditionalProperties = new()
            {
                [ServerTimings.PropertyName] = new ServerTimings(
                    chunk.TotalDuration * SecondsPerNanosecond,
                    chunk.LoadDuration * SecondsPerNanosecond,
                    chunk.PromptEvalDuration * SecondsPerNanosecond,
                    chunk.EvalDuration * SecondsPerNanosecond),
            };
        }

        return update;
    }

    private static FunctionCallContent Call(OllamaWire.ToolCallFunction function)
    {
        var call = new FunctionCallContent($"call_{Guid.CreateVersion7():N}", function.Name);
        switch (function.Arguments.ValueKind)
        {
            case JsonValueKind.Object:
                call.Arguments = ToolArguments.Of(function.Arguments);
                break;
            case not (JsonValueKind.Undefined or JsonValueKind.Null):
                call.Exception = new JsonException("the arguments are no JSON object");
                break;
        }

        return call;
    }
}

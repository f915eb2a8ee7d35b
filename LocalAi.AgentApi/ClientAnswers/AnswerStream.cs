using System.IO.Pipelines;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>
/// Writes an answer while it comes. The response is flushed when the next token is not there yet, so a paced model is flushed per token and a
/// fast one in batches.
/// </summary>
internal abstract class AnswerStream(HttpContext context, string contentType)
{
    private const int FlushBytes = 8 * 1024;

    private AnswerEnd _end = new();
    private int _calls;

    protected PipeWriter Body { get; } = context.Response.BodyWriter;

    /// <summary>
    /// Writes the whole answer. A failure before the first update is thrown, so that the caller still gets a status; a later one is written
    /// in the protocol's way.
    /// </summary>
    public async Task WriteAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        await using var source = updates.GetAsyncEnumerator(context.RequestAborted);
        if (!await source.MoveNextAsync())
        {
            throw new InvalidOperationException("A chat client ended without an update.");
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-cache";
        WriteStart();
        try
        {
            await CopyAsync(source);
            WriteEnd(_end, _calls);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested && Failure.From(exception) is { } failure)
        {
            WriteFailure(failure);
        }

        await Body.FlushAsync(CancellationToken.None);
    }

    protected virtual void WriteStart()
    {
    }

    protected abstract void WriteText(string text);

    protected abstract void WriteReasoning(string text);

    /// <param name="call">A call of a tool of the client's.</param>
    /// <param name="index">Counts from 0 within the answer.</param>
    protected abstract void WriteCall(FunctionCallContent call, int index);

    protected abstract void WriteEnd(AnswerEnd end, int calls);

    protected abstract void WriteFailure(Failure failure);

    private async Task CopyAsync(IAsyncEnumerator<ChatResponseUpdate> source)
    {
        while (true)
        {
            Write(source.Current);
            var next = source.MoveNextAsync();
            if (!next.IsCompleted || Body.UnflushedBytes >= FlushBytes)
            {
                // Without the request's token: a caller that left completes the flush, and the pending read ends by its own token.
                await Body.FlushAsync(CancellationToken.None);
            }

            if (!await next)
            {
                return;
            }
        }
    }

    private void Write(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    WriteText(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    WriteReasoning(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    WriteCall(ClientChat.Checked(call), _calls++);
                    break;
            }
        }

        if (update is not { Contents: [TextContent], FinishReason: null, AdditionalProperties: null })
        {
            _end = _end.After(update);
        }
    }
}

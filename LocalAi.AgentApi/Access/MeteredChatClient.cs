using System.Runtime.CompilerServices;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Access;

/// <summary>Counts what callers use, and ends an answer when its key is revoked or its quota reached.</summary>
internal sealed class MeteredChatClient(IChatClient inner, AccessMeter access) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var caller = access.Caller;
        await access.ThrowIfEndedAsync(caller, cancellationToken);
        var list = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        using var meter = access.Begin(caller, options?.ModelId, list.Sum(Characters));
        await using var updates = base.GetStreamingResponseAsync(list, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, meter))
        {
            var update = updates.Current;
            meter.Count(update.Contents);
            yield return update;

            // When the next token is wanted: the one that reached the quota is still the caller's.
            if (update.FinishReason is null && update.Contents is [TextContent or TextReasoningContent, ..])
            {
                await access.ThrowIfEndedAsync(caller, cancellationToken);
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, UsageMeter meter)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ModelServerException)
        {
            meter.Cancel();
            throw;
        }
    }

    private static long Characters(ChatMessage message) => message.Contents.Sum(content => content switch
    {
        TextContent text => text.Text.Length,
        FunctionResultContent result => result.Result?.ToString()?.Length ?? 0,
        _ => 0,
    });
}

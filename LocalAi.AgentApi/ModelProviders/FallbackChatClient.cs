using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>
/// Asks the next model when a server is down, busy or too slow before it has said anything; from the first word on an answer stays with its
/// model. Made for one turn: a model that was passed over is not asked again in it.
/// </summary>
internal sealed partial class FallbackChatClient(IReadOnlyList<ChatModel> candidates, ILogger logger) : IChatClient
{
    private int _current;

    public ModelDescription Answering => candidates[_current].Description;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var list = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        while (true)
        {
            var updates = Ask(list, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var disposal = updates.ConfigureAwait(false);
            if (!await BeginAsync(updates))
            {
                continue;
            }

            do
            {
                yield return updates.Current;
            }
            while (await updates.MoveNextAsync());
            yield break;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => candidates[_current].Client.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        // The clients belong to their servers.
    }

    private IAsyncEnumerable<ChatResponseUpdate> Ask(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var own = options?.Clone() ?? new ChatOptions();
        own.ModelId = Answering.Id;
        return candidates[_current].Client.GetStreamingResponseAsync(messages, own, cancellationToken);
    }

    /// <summary>Waits for the first update; false when the next model is to be asked.</summary>
    private async Task<bool> BeginAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync() ? true : throw new InvalidOperationException("A chat client ended without an update.");
        }
        catch (ModelServerException exception) when (exception.StatusCode is 429 or 502 or 503 or 504 && _current + 1 < candidates.Count)
        {
            LogNext(logger, Answering.Id, exception.Code, candidates[_current + 1].Description.Id);
            _current++;
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Model {Model} does not answer ({Code}); {Next} is asked instead")]
    private static partial void LogNext(ILogger logger, string model, string code, string next);
}

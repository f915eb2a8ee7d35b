using System.ClientModel;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace LocalAi.AgentApi.ModelProviders.OpenAi;

/// <summary>
/// OpenAI's protocol with time-outs between tokens, errors as <see cref="ModelServerException"/>, and llama-server's <c>timings</c> where
/// the server sends them.
/// </summary>
internal sealed class OpenAiChatClient(OpenAIClient client, ModelConnectionString connection, string provider, Uri endpoint, ModelTimeouts timeouts) : IChatClient
{
    private readonly ConcurrentDictionary<string, IChatClient> _models = new();
    private readonly ChatClientMetadata _metadata = new(provider, endpoint);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? chat = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var inner = _models.GetOrAdd(chat?.ModelId ?? connection.Model, model => client.GetChatClient(model).AsIChatClient());
        using var call = new ModelCall(endpoint, cancellationToken);
        await using var updates = inner.GetStreamingResponseAsync(messages, chat, call.Token).GetAsyncEnumerator(call.Token);
        var answered = false;
        var finished = false;
        while (await NextAsync(updates, call, answered))
        {
            var update = updates.Current;
            answered = true;
            finished |= update.FinishReason is not null;
            if (update.RawRepresentation is StreamingChatCompletionUpdate raw && Timings(raw) is { } timings)
            {
                (update.AdditionalProperties ??= [])[ServerTimings.PropertyName] = timings;
            }

            yield return update;
        }

        if (!finished)
        {
            throw ModelServerException.Broken(endpoint, inner: null);
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

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, ModelCall call, bool answered)
    {
        var next = updates.MoveNextAsync();
        if (next.IsCompletedSuccessfully)
        {
            return next.Result;
        }

        try
        {
            return await call.RunAsync(
                _ => next.AsTask(),
                answered ? timeouts.Token : timeouts.FirstToken);
        }
        catch (ClientResultException exception)
        {
            throw exception.InnerException is OperationCanceledException cancelled ? cancelled : OpenAiErrors.Convert(endpoint, exception);
        }
    }

    private static ServerTimings? Timings(StreamingChatCompletionUpdate update)
    {
#pragma warning disable SCME0001 // JsonPatch is how the SDK shows fields that OpenAI does not have; pinned by version and covered by a test.
        ref var extra = ref update.Patch;
        if (!extra.Contains("$.timings"u8))
        {
            return null;
        }

        var timings = JsonElement.Parse(extra.GetJson("$.timings"u8));
        return Milliseconds(timings, "prompt_ms") is { } prefill && Milliseconds(timings, "predicted_ms") is { } decode
            ? new(null, 0, prefill / 1000, decode / 1000)
            : null;
#pragma warning restore SCME0001
    }

    private static double? Milliseconds(JsonElement timings, string name) =>
        timings.ValueKind == JsonValueKind.Object && timings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ModelProviders.Ollama;

/// <summary>
/// Holds a model to <see cref="RequiredChatToolMode"/>, which Ollama's API does not have: one that answers without a call is asked once more,
/// then the answer is an error. Until a call is there nothing is handed on, because what was said may not count.
/// </summary>
internal sealed class RequiredToolCalls(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var required = options is { ToolMode: RequiredChatToolMode mode, Tools: { } tools }
            ? tools.Select(tool => tool.Name).Where(name => mode.RequiredFunctionName is null || name == mode.RequiredFunctionName).ToList()
            : null;
        var held = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (required is null)
            {
                yield return update;
                continue;
            }

            held.Add(update);
            if (HasCall(update, required))
            {
                required = null;
                foreach (var earlier in held)
                {
                    yield return earlier;
                }
            }
        }

        if (required is null)
        {
            yield break;
        }

        var said = held.ToChatResponse();
        List<ChatMessage> again =
        [
            .. messages,
            new(ChatRole.Assistant, said.Text),
            new(ChatRole.User, $"Do not answer in words. Call {(required is [var one] ? $"the tool {one}" : $"one of the tools {string.Join(", ", required)}")} now."),
        ];
        var second = await base.GetStreamingResponseAsync(again, options, cancellationToken).ToListAsync(cancellationToken);
        if (!second.Exists(update => HasCall(update, required)))
        {
            throw ModelServerException.NoToolCall(options!.ModelId!, required);
        }

        foreach (var update in second)
        {
            foreach (var usage in update.Contents.OfType<UsageContent>())
            {
                // What the first answer took was taken too.
                usage.Details.Add(said.Usage ?? new());
            }

            yield return update;
        }
    }

    private static bool HasCall(ChatResponseUpdate update, List<string> names) =>
        update.Contents.OfType<FunctionCallContent>().Any(call => names.Contains(call.Name));
}

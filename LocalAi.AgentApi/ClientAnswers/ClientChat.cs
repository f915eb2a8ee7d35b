using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.ClientAnswers;

/// <summary>An answer for a client.</summary>
/// <param name="Model">Who answers, for certain once the first update is there: another model may have had to.</param>
/// <param name="Updates">The answer as it comes; nothing is asked before it is read.</param>
internal sealed record ClientChat(ChatModel Model, IAsyncEnumerable<ChatResponseUpdate> Updates)
{
    /// <summary>A call that can be handed to the client: without its arguments it would be another one.</summary>
    /// <exception cref="ModelServerException">The model's arguments are malformed.</exception>
    public static FunctionCallContent Checked(FunctionCallContent call) =>
        call.Exception is { } malformed ? throw ModelServerException.MalformedCall(call.Name, malformed) : call;
}

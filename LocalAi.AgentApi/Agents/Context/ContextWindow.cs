using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Agents.Context;

/// <summary>How much of a conversation a model can be given. What does not fit is left out here, where it is seen, not by its server.</summary>
/// <param name="Model">The model.</param>
/// <param name="Meter">Counts for it.</param>
/// <param name="Tokens">Prompt and answer together.</param>
internal sealed record ContextWindow(ModelDescription Model, ContextMeter Meter, int Tokens)
{
    private const string LeftOut = "[left out: the context of the model is full]";

    /// <summary>What the prompt may take: a quarter, at most 1,024 tokens, is kept for the answer.</summary>
    public int PromptTokens => Tokens - Math.Min(1024, Tokens / 4);

    /// <summary>The window of a model, as far as <paramref name="limit"/> goes.</summary>
    public static ContextWindow Of(ModelDescription model, ContextMeter meter, int limit) =>
        new(model, meter, Math.Min(model.ContextLength ?? limit, limit));

    public int Count(IEnumerable<ChatMessage> messages, IEnumerable<AITool>? tools = null) => Meter.Count(Model, messages, tools ?? []);

    /// <summary>Empties results of tools, the oldest first, until the prompt fits; false where that is not enough.</summary>
    public bool MakeRoom(List<ChatMessage> messages, IEnumerable<AITool> tools, out int emptied)
    {
        emptied = 0;
        var excess = Count(messages, tools) - PromptTokens;
        for (var at = 0; at < messages.Count && excess > 0; at++)
        {
            for (var part = 0; part < messages[at].Contents.Count && excess > 0; part++)
            {
                if (messages[at].Contents[part] is FunctionResultContent result && result.Result is not LeftOut)
                {
                    messages[at].Contents[part] = new FunctionResultContent(result.CallId, LeftOut);
                    emptied++;
                    excess = Count(messages, tools) - PromptTokens;
                }
            }
        }

        return excess <= 0;
    }
}

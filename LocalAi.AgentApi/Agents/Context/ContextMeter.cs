using System.Collections.Concurrent;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.AI;

namespace LocalAi.AgentApi.Agents.Context;

/// <summary>
/// Counts a prompt in a model's own tokens: by <see cref="TokenCounter"/>, corrected by how far its server's counts of earlier prompts were
/// from ours.
/// </summary>
internal sealed class ContextMeter
{
    /// <summary>What the mark-up of a message takes, about: role, beginning and end.</summary>
    private const int TokensPerMessage = 5;

    /// <summary>Shorter prompts say little about a vocabulary: their count is mostly the template's.</summary>
    private const int LeastCompared = 200;

    private readonly ConcurrentDictionary<(Uri, string), double> _factors = new();

    public int Count(ModelDescription model, IEnumerable<ChatMessage> messages, IEnumerable<AITool> tools) =>
        (int)Math.Ceiling(Raw(messages, tools) * _factors.GetValueOrDefault((model.Endpoint, model.Id), 1));

    /// <summary>Takes the server's count of a prompt; one that is far off counted something else, such as only what was not cached.</summary>
    public void Learn(ModelDescription model, IEnumerable<ChatMessage> messages, IEnumerable<AITool> tools, long counted)
    {
        var raw = Raw(messages, tools);
        if (raw >= LeastCompared && counted / (double)raw is var factor and > 0.5 and < 2.5)
        {
            _factors[(model.Endpoint, model.Id)] = factor;
        }
    }

    private static int Raw(IEnumerable<ChatMessage> messages, IEnumerable<AITool> tools) =>
        messages.Sum(message => TokensPerMessage + message.Contents.Sum(Count))
        + tools.OfType<AIFunctionDeclaration>().Sum(tool => TokensPerMessage + TokenCounter.Count($"{tool.Name} {tool.Description} {tool.JsonSchema.GetRawText()}"));

    private static int Count(AIContent content) => content switch
    {
        TextContent text => TokenCounter.Count(text.Text),
        FunctionCallContent call => TokenCounter.Count($"{call.Name} {ToolArguments.ToJson(call.Arguments)}"),
        FunctionResultContent result => TokenCounter.Count(ToolArguments.ResultText(result.Result)),
        _ => 0,
    };
}

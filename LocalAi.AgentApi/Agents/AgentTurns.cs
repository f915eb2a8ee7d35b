using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Agents;

/// <summary>Makes turns.</summary>
internal sealed class AgentTurns(AgentTools tools, ToolSupport support, IOptions<AgentOptions> options)
{
    public AgentTurn Create(ChatModel model, TurnContext context) => new(model, tools.For(context), context, support, options.Value.MaxToolRounds);
}

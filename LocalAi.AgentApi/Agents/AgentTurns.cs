using LocalAi.AgentApi.Agents.Context;
using LocalAi.AgentApi.ModelProviders;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Agents;

/// <summary>Makes turns.</summary>
internal sealed class AgentTurns(AgentTools tools, ToolSupport support, ContextMeter meter, IOptions<AgentOptions> options)
{
    public AgentTurn Create(ChatModel model, TurnContext context) => new(
        model, tools.For(context), context, support, ContextWindow.Of(model.Description, meter, options.Value.ContextTokens), options.Value.MaxToolRounds);
}

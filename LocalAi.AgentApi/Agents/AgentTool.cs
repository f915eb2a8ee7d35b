using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace LocalAi.AgentApi.Agents;

/// <summary>A function that models may call.</summary>
/// <param name="Function">What is run; it gets at the turn by <see cref="TurnContext.Of"/>.</param>
/// <param name="Effect">What a call may do.</param>
/// <param name="Untrusted">Its results are other people's words (pages, documents, other servers), which must not direct the model.</param>
internal sealed record AgentTool(KernelFunction Function, ToolEffect Effect, bool Untrusted)
{
    /// <summary><c>group_function</c>, as models see it.</summary>
    public string Name { get; } = ((AITool)Function).Name;

    /// <summary>The plugin or server it belongs to, such as <c>web</c> or <c>n8n</c>.</summary>
    public string Group => Function.PluginName ?? "";

    /// <summary>
    /// Finds things by a question, so that the agent can use it in place of a model that uses no tools: the function <c>search</c> of its
    /// group, with a parameter <c>query</c>.
    /// </summary>
    public bool IsSearch => Effect != ToolEffect.Acts && Function.Name == "search" && Function.Metadata.Parameters.Any(parameter => parameter.Name == "query");

    /// <summary>JSON schema of its arguments.</summary>
    public JsonElement Parameters => Function.JsonSchema;
}
